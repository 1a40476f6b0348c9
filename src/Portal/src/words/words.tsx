import { type ComponentChildren, createContext } from "preact";
import { useContext, useLayoutEffect, useMemo, useState } from "preact/hooks";
import { remember, remembered } from "../remember";
import { en } from "./en";
import { lv, type Words } from "./lv";

export type { Words };

const KEY = "eds.language";
const languages = { lv, en };
type Language = keyof typeof languages;

interface Speaking {
  words: Words;
  language: Language;
  speak: (language: Language) => void;
}

const Context = createContext<Speaking>({ words: lv, language: "lv", speak: () => undefined });

/** Latvian, unless this browser was told otherwise. */
export function Speak({ children }: { children: ComponentChildren }) {
  const [language, setLanguage] = useState<Language>(() => (remembered(KEY) === "en" ? "en" : "lv"));
  useLayoutEffect(() => {
    document.documentElement.lang = language;
  }, [language]);
  const speaking = useMemo(
    () => ({
      words: languages[language],
      language,
      speak: (chosen: Language) => {
        remember(KEY, chosen);
        setLanguage(chosen);
      },
    }),
    [language],
  );
  return <Context.Provider value={speaking}>{children}</Context.Provider>;
}

export function useWords(): Words {
  return useContext(Context).words;
}

export function useLanguage() {
  return useContext(Context);
}

/** Dates as people here write them, in this browser's time zone. */
export function useDates() {
  const { language } = useContext(Context);
  return useMemo(() => {
    const [locale, date, time]: [string, Intl.DateTimeFormatOptions, Intl.DateTimeFormatOptions] =
      language === "lv"
        ? ["lv", { day: "2-digit", month: "2-digit", year: "numeric" }, { hour: "2-digit", minute: "2-digit" }]
        : ["en-GB", { dateStyle: "medium" }, { timeStyle: "short" }];
    const day = new Intl.DateTimeFormat(locale, date);
    const minute = new Intl.DateTimeFormat(locale, { ...date, ...time });
    const clock = new Intl.DateTimeFormat(locale, time);
    return {
      time: (at: string) => clock.format(new Date(at)),
      day: (at: string) => day.format(new Date(at)),
      minute: (at: string) => minute.format(new Date(at)),
    };
  }, [language]);
}
