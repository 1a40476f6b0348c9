import { useState } from "preact/hooks";
import { Link, useLocation } from "wouter-preact";
import type { Schemas } from "../api/api";
import { useUsers } from "../api/queries";
import { useActing } from "../taxpayer/taxpayer";
import { Notice, Pending } from "../ui/notices";
import { PageTitle } from "../ui/PageTitle";
import { useWords } from "../words/words";
import { RemoveUserDialog } from "./RemoveUserDialog";
import { RightsForm } from "./RightsForm";

/** Lietotāja tiesības sistēmā (source document, 1.3–1.4). */
export function UserPage({ userId }: { userId: string }) {
  const words = useWords();
  const { taxpayer, home } = useActing();
  const users = useUsers(taxpayer.taxpayerId);
  const user = users.data?.find((known) => known.userId === userId);
  return (
    <>
      <nav aria-label={words.app.path} class="path">
        <ol>
          <li>
            <Link href={`${home}/users`}>{words.users.title}</Link>
          </li>
          <li>{words.rights.system}</li>
        </ol>
      </nav>
      <PageTitle title={words.rights.title} />
      {user && <p>{words.rights.of(user.name, user.personalCode)}</p>}
      <Pending query={users} />
      {users.data && !user && (
        <Notice kind="warning">
          <p>{words.rights.gone}</p>
        </Notice>
      )}
      {user && <Rights user={user} />}
    </>
  );
}

function Rights({ user }: { user: Schemas["User"] }) {
  const words = useWords();
  const { taxpayer, home } = useActing();
  const [, go] = useLocation();
  const [removing, setRemoving] = useState(false);
  const manages = taxpayer.rights.rightsManager;
  return (
    <>
      <RightsForm user={user} readOnly={!manages} />
      {manages && !user.isSelf && (
        <p>
          <button type="button" class="outline danger" onClick={() => setRemoving(true)}>
            {words.users.remove}
          </button>
        </p>
      )}
      {removing && <RemoveUserDialog user={user} onClose={() => setRemoving(false)} onRemoved={() => go(`${home}/users`)} />}
    </>
  );
}
