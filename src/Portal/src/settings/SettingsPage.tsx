import { Link } from "wouter-preact";
import { useActing } from "../taxpayer/taxpayer";
import { PageTitle } from "../ui/PageTitle";
import { useWords } from "../words/words";

/** Iestatījumi. The list of clients stands here under both names that the source document has for it (steps 2–3 and note 5). */
export function SettingsPage() {
  const words = useWords().settings;
  const { list } = useActing();
  const entries = [
    { title: words.api, text: words.apiText },
    { title: words.register, text: words.registerText },
  ];
  return (
    <>
      <PageTitle title={words.title} />
      <ul class="choices">
        {entries.map(({ title, text }) => (
          <li key={title}>
            <Link href={list}>{title} <small>{text}</small></Link>
          </li>
        ))}
      </ul>
    </>
  );
}
