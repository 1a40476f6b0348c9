import { type ComponentChildren, createContext } from "preact";
import { useCallback, useContext, useLayoutEffect, useMemo, useState } from "preact/hooks";
import { remember, remembered } from "../remember";
import { lv, type Words } from "./lv";

export type { Words };

const KEY = "eds.language";
type Language = "lv" | "en";
const languages: { lv: Words; en?: Words } = { lv };

interface Speaking {
  words: Words;
  language: Language;
  speak: (language: Language) => void;
}

const Context = createContext<Speaking>({ words: lv, language: "lv", speak: () => undefined });

/** Fetches English if this browser was told to speak it. Where that fails, Latvian stays. */
export async function loadWords(): Promise<void> {
  if (remembered(KEY) === "en") {
    await fetchWords("en").catch(() => undefined);
  }
}

const fetchWords = async (language: Language): Promise<Words> => (languages[language] ??= (await import("./en")).en);

/** Latvian, unless `loadWords` has found otherwise. */
export function Speak({ children }: { children: ComponentChildren }) {
  const [language, setLanguage] = useState<Language>(languages.en ? "en" : "lv");
  const speak = useCallback((chosen: Language) => {
    fetchWords(chosen).then(
      () => {
        remember(KEY, chosen);
        setLanguage(chosen);
      },
      () => undefined, // the language stays
    );
  }, []);
  useLayoutEffect(() => {
    document.documentElement.lang = language;
  }, [language]);
  const speaking = useMemo(() => ({ words: languages[language] ?? lv, language, speak }), [language, speak]);
  return <Context.Provider value={speaking}>{children}</Context.Provider>;
}

export const useWords = (): Words => useContext(Context).words;

/** What is wrong with a field. Codes without a text of their own tell a fault of this page, not of the person. */
export function faultText(words: Words, code: string | undefined): string | undefined {
  const texts: Partial<Record<string, string>> = words.faults;
  return code && (texts[code] ?? words.problems["invalid-request"]);
}

export const useLanguage = () => useContext(Context);

type Dates = Record<"time" | "day" | "dayOfMonth" | "minute", (at: string) => string>;

/** Formats are dear to make, and a list uses hundreds. */
const known: Partial<Record<Language, Dates>> = {};

/** Dates as people here write them, in the time of Latvia wherever the browser is: one time on all pages. */
export function useDates(): Dates {
  const { language } = useContext(Context);
  return (known[language] ??= newDates(language));
}

export function newDates(language: Language): Dates {
  const [locale, date, time]: [string, Intl.DateTimeFormatOptions, Intl.DateTimeFormatOptions] =
    language === "lv"
      ? ["lv", { day: "2-digit", month: "2-digit", year: "numeric" }, { hour: "2-digit", minute: "2-digit" }]
      : ["en-GB", { dateStyle: "medium" }, { timeStyle: "short" }];
  const writer = (locale: string, options: Intl.DateTimeFormatOptions) => {
    const format = new Intl.DateTimeFormat(locale, { ...options, timeZone: "Europe/Riga" });
    return (at: string) => format.format(new Date(at));
  };
  return { time: writer(locale, time), day: writer(locale, date), dayOfMonth: writer("en", { day: "numeric" }), minute: writer(locale, { ...date, ...time }) };
}
