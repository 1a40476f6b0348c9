import { Link, useLocation } from "wouter-preact";
import { useActing } from "../taxpayer/taxpayer";
import { Path } from "../ui/Path";
import { useWords } from "../words/words";

/** Iestatījumi → Servisu saskarne API, and its tabs: Taksometri, where the clients are, and their secrets. */
export function ApiTabs() {
  const words = useWords();
  const { home, list } = useActing();
  const [path] = useLocation();
  const tabs = [{ to: list, text: words.settings.taxi }, { to: `${list}/secrets`, text: words.secrets.title }];
  return (
    <>
      <Path to={`${home}/settings`} above={words.settings.title} here={words.settings.api} />
      <nav aria-label={words.settings.tabs} class="tabs">
        <ul>
          {tabs.map(({ to, text }) => (
            <li key={to}>
              <Link href={to} aria-current={path === to ? "page" : path.startsWith(to) && to !== list ? "true" : undefined}>
                {text}
              </Link>
            </li>
          ))}
        </ul>
      </nav>
    </>
  );
}
