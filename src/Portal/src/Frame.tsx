import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import { Link, useLocation } from "wouter-preact";
import type { Schemas } from "./api/api";
import { forgetSearch } from "./clients/listState";
import { usePortal } from "./portal";
import { dropAll, hasDrafts } from "./registration/draftStore";
import { forgetRows } from "./registration/storedRows";
import { ConfirmDialog } from "./ui/ConfirmDialog";
import { useLanguage, useWords } from "./words/words";

type Me = Schemas["Me"];
export type Taxpayer = Me["taxpayers"][number];

/** What is around every page: whose it is, where one can go, language and sign-out. */
export function Frame({ me, taxpayer, children }: { me?: Me; taxpayer?: Taxpayer; children: ComponentChildren }) {
  const words = useWords();
  return (
    <>
      <a class="skip" href="#content">
        {words.app.skip}
      </a>
      <header class="site">
        <div class="container">
          <div class="brand">
            <strong>{me ? <Link href="/">{words.app.name}</Link> : words.app.name}</strong>
            <small>{words.app.tagline}</small>
          </div>
          <div class="who">
            {me && <span>{me.person.name}</span>}
            <LanguageButton />
            {me && <SignOutButton />}
          </div>
        </div>
        {me && taxpayer && (
          <div class="container">
            <TaxpayerSwitch all={me.taxpayers} current={taxpayer} />
            <Menu taxpayer={taxpayer} />
          </div>
        )}
      </header>
      <main id="content" class="container" tabIndex={-1}>
        {children}
      </main>
    </>
  );
}

function LanguageButton() {
  const { language, words, speak } = useLanguage();
  const other = language === "lv" ? "en" : "lv";
  return (
    <button type="button" class="quiet" lang={other} onClick={() => speak(other)}>
      {words.switchTo}
    </button>
  );
}

function SignOutButton() {
  const words = useWords();
  const { session } = usePortal();
  const [asking, setAsking] = useState(false);
  const leave = () => {
    dropAll(localStorage); // lists of drivers are not left behind for whoever uses this browser next
    forgetRows();
    forgetSearch();
    void session.signOut();
  };
  return (
    <>
      <button type="button" class="quiet" onClick={() => (hasDrafts(localStorage) ? setAsking(true) : leave())}>
        {words.app.signOut}
      </button>
      {asking && (
        <ConfirmDialog title={words.app.signOut} confirm={words.app.signOut} onConfirm={leave} onClose={() => setAsking(false)}>
          <p>{words.app.signOutUnfinished}</p>
        </ConfirmDialog>
      )}
    </>
  );
}

function TaxpayerSwitch({ all, current }: { all: readonly Taxpayer[]; current: Taxpayer }) {
  const words = useWords();
  const [, go] = useLocation();
  const [chosen, setChosen] = useState(current.taxpayerId);
  if (all.length === 1) {
    return (
      <p class="taxpayer">
        {words.app.taxpayer}: <strong>{current.name}</strong> ({current.registrationNumber})
      </p>
    );
  }
  return (
    // A button, because a choice made by the arrow keys must not turn the page (WCAG 3.2.2).
    <form
      class="taxpayer"
      onSubmit={(event) => {
        event.preventDefault();
        go(`/taxpayers/${chosen}`);
      }}
    >
      <label for="taxpayer">{words.app.actFor}</label>
      <select id="taxpayer" value={chosen} onChange={(event) => setChosen(event.currentTarget.value)}>
        {all.map(({ taxpayerId, name, registrationNumber }) => (
          <option key={taxpayerId} value={taxpayerId}>
            {name} ({registrationNumber})
          </option>
        ))}
      </select>
      <button type="submit" class="secondary small" disabled={chosen === current.taxpayerId}>
        {words.app.change}
      </button>
    </form>
  );
}

function Menu({ taxpayer }: { taxpayer: Taxpayer }) {
  const words = useWords();
  const [path] = useLocation();
  const home = `/taxpayers/${taxpayer.taxpayerId}`;
  const entries = [
    { to: home, text: words.app.start, here: path === home },
    { to: `${home}/users`, text: words.app.users, here: path.startsWith(`${home}/users`) },
    { to: `${home}/settings`, text: words.app.settings, here: path.startsWith(`${home}/settings`) },
    ...(taxpayer.rights.rightsManager ? [{ to: `${home}/events`, text: words.events.title, here: path === `${home}/events` }] : []),
  ];
  return (
    <nav class="menu" aria-label={words.app.menu}>
      <ul>
        {entries.map(({ to, text, here }) => (
          <li key={to}>
            <Link href={to} aria-current={here ? "page" : undefined}>
              {text}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
