import type { ComponentChildren } from "preact";
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { Link, useLocation } from "wouter-preact";
import type { Schemas } from "./api/api";
import { forgetSearch } from "./clients/listState";
import { usePortal } from "./portal";
import { dropAll, hasDrafts } from "./registration/draftStore";
import { forgetRows } from "./registration/storedRows";
import { EndingNotice } from "./signIn/EndingNotice";
import { forgetTaxpayer, type Taxpayer } from "./taxpayer/taxpayer";
import { Button } from "./ui/Button";
import { ConfirmDialog } from "./ui/Dialog";
import { Icon, type IconName } from "./ui/Icon";
import { Menu } from "./ui/Menu";
import { useLanguage, useWords } from "./words/words";

/** What is around every page: whose it is, where one can go, language and sign-out. */
export function Frame({ me, taxpayer, untranslated = false, children }: {
  me?: Schemas["Me"];
  taxpayer?: Taxpayer;
  /** A browser's translation would send what stands here to others. */
  untranslated?: boolean;
  children: ComponentChildren;
}) {
  const words = useWords();
  const home = taxpayer ? `/taxpayers/${taxpayer.taxpayerId}` : "/";
  return (
    <>
      <a class="skip" href="#content">{words.app.skip}</a>
      <header class="site">
        <div class="container">
          <div class="brand">
            <img src="/favicon.svg" alt="" width="32" height="32" />
            <strong>{me ? <Link href={home}>{words.app.name}</Link> : words.app.name}</strong>
          </div>
          {me && taxpayer && <Company all={me.taxpayers} current={taxpayer} />}
          <div class="who">
            <LanguageButton />
            {me && <Person name={me.person.name} />}
          </div>
        </div>
        {me && taxpayer && (
          <div class="container"><MainMenu taxpayer={taxpayer} /></div>
        )}
      </header>
      <main id="content" class="container" tabIndex={-1} {...(untranslated ? { translate: false } : {})}>
        <EndingNotice />
        {children}
      </main>
      <Footer />
    </>
  );
}

function LanguageButton() {
  const { language, words, speak } = useLanguage();
  const other = language === "lv" ? "en" : "lv";
  return <Button class="quiet" lang={other} onClick={() => speak(other)}>{words.switchTo}</Button>;
}

function Person({ name }: { name: string }) {
  const words = useWords();
  const { session } = usePortal();
  const [asking, setAsking] = useState(false);
  const leave = () => {
    dropAll(); // lists of drivers are not left behind for whoever uses this browser next
    forgetRows();
    forgetSearch();
    forgetTaxpayer();
    void session.signOut();
  };
  return (
    <>
      <span class="name">{name}</span>
      <Button class="quiet" onClick={() => (hasDrafts() ? setAsking(true) : leave())}>{words.app.signOut}</Button>
      {asking && (
        <ConfirmDialog title={words.app.signOut} confirm={words.app.signOut} onConfirm={leave} onClose={() => setAsking(false)}>
          <p>{words.app.signOutUnfinished}</p>
        </ConfirmDialog>
      )}
    </>
  );
}

/** For whom one acts, always in sight; another is one choice away. */
function Company({ all, current }: { all: readonly Taxpayer[]; current: Taxpayer }) {
  const words = useWords();
  const text = (
    <>
      <Icon name="building" />
      <span>
        <strong>{current.name}</strong> <small translate={false}>{current.registrationNumber}</small>
      </span>
    </>
  );
  if (all.length === 1) {
    return (
      <p class="company">
        <span class="unseen">{words.app.taxpayer}: </span>
        {text}
      </p>
    );
  }
  return (
    <Menu class="company" label={`${words.app.actFor}: ${current.name}, ${current.registrationNumber}`} text={text}>
      {all.map(({ taxpayerId, name, registrationNumber }) => (
        <Link key={taxpayerId} href={`/taxpayers/${taxpayerId}`} aria-current={taxpayerId === current.taxpayerId ? "true" : undefined}>
          {name} <small>{registrationNumber}</small>
        </Link>
      ))}
    </Menu>
  );
}

function MainMenu({ taxpayer }: { taxpayer: Taxpayer }) {
  const words = useWords();
  const [path] = useLocation();
  const home = `/taxpayers/${taxpayer.taxpayerId}`;
  const { taxiApiConfiguration, rightsManager } = taxpayer.rights;
  // `deep`: the pages below it are its own.
  const entries: { to: string; text: string; icon: IconName; deep?: boolean; hidden?: boolean }[] = [
    { to: `${home}/settings/api`, text: words.clients.title, icon: "drivers", deep: true },
    { to: home, text: words.start.title, icon: "home" },
    { to: `${home}/rides`, text: words.app.rides, icon: "rides", hidden: !taxiApiConfiguration },
    { to: `${home}/events`, text: words.events.title, icon: "events", hidden: !rightsManager },
    { to: `${home}/users`, text: words.users.title, icon: "users", deep: true },
    { to: `${home}/settings`, text: words.settings.title, icon: "settings" },
  ];
  const list = useRef<HTMLUListElement>(null);
  useLayoutEffect(() => {
    // On a phone there is more than fits: no further than needed, so that the first entry stays in sight.
    list.current?.querySelector("[aria-current]")?.scrollIntoView({ inline: "nearest", block: "nearest" });
  }, [path, entries.length]);
  return (
    <nav class="main-menu" aria-label={words.app.menu}>
      <ul ref={list}>
        {entries.filter(({ hidden }) => !hidden).map(({ to, text, icon, deep }) => (
          <li key={to}>
            <Link href={to} aria-current={path === to || (deep && path.startsWith(to)) ? "page" : undefined}>
              <Icon name={icon} />
              {text}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}

/** What this deployment's config.json names. */
function Footer() {
  const words = useWords();
  const { links = {} } = usePortal().config;
  return (
    <footer class="site">
      <div class="container">
        <span>{words.app.tagline}</span>
        {(["help", "privacy", "accessibility", "contact"] as const).map(
          (name) => links[name] && <a key={name} href={links[name]}>{words.app.links[name]}</a>,
        )}
      </div>
    </footer>
  );
}
