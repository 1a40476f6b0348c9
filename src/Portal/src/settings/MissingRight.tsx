import { Link } from "wouter-preact";
import { useUsers } from "../api/queries";
import { useActing } from "../taxpayer/taxpayer";
import { Notice } from "../ui/notices";
import { useWords } from "../words/words";

/** Which right is missing, and where to tick it or who can give it. */
export function MissingRight({ right: needed }: { right?: "RightsManager" | "TaxiApiConfiguration" }) {
  const words = useWords().missingRight;
  const { taxpayer, home } = useActing();
  const users = useUsers().data ?? [];
  const self = users.find((user) => user.isSelf);
  const managers = users.filter((user) => user.rights.rightsManager).map((user) => user.name);
  const { rightsManager } = taxpayer.rights;
  const right = needed ?? (rightsManager ? "TaxiApiConfiguration" : "RightsManager");
  return (
    <Notice kind="warning" title={words.title} text={words[right]}>
      {rightsManager ? (
        <Link href={self ? `${home}/users/${self.userId}` : `${home}/users`} role="button">{words.tick}</Link>
      ) : (
        <p>{managers.length > 0 ? words.ask(managers.join(", ")) : words.askNobody}</p>
      )}
    </Notice>
  );
}
