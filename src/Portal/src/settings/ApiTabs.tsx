import { Link, useLocation } from "wouter-preact";
import { useActing } from "../taxpayer/taxpayer";
import { useWords } from "../words/words";

/** Iestatījumi → Servisu saskarne API, and its tabs: Taksometri, where the clients are, and their secrets. */
export function ApiTabs() {
  const words = useWords();
  const { home } = useActing();
  const [path] = useLocation();
  const api = `${home}/settings/api`;
  const tabs = [
    { to: api, text: words.settings.taxi },
    { to: `${api}/secrets`, text: words.settings.secrets },
  ];
  return (
    <>
      <nav aria-label={words.app.path} class="path">
        <ol>
          <li>
            <Link href={`${home}/settings`}>{words.settings.title}</Link>
          </li>
          <li>{words.settings.api}</li>
        </ol>
      </nav>
      <nav aria-label={words.settings.tabs} class="tabs">
        <ul>
          {tabs.map(({ to, text }) => (
            <li key={to}>
              <Link href={to} aria-current={path === to ? "page" : path.startsWith(to) && to !== api ? "true" : undefined}>
                {text}
              </Link>
            </li>
          ))}
        </ul>
      </nav>
    </>
  );
}
