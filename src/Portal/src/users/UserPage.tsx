import { useState } from "preact/hooks";
import { useLocation } from "wouter-preact";
import { useUsers } from "../api/queries";
import { useActing } from "../taxpayer/taxpayer";
import { Button } from "../ui/Button";
import { Notice, Pending } from "../ui/notices";
import { PageTitle } from "../ui/PageTitle";
import { Path } from "../ui/Path";
import { useWords } from "../words/words";
import { RemoveUserDialog } from "./RemoveUserDialog";
import { RightsForm } from "./RightsForm";

/** Lietotāja tiesības sistēmā (source document, 1.3–1.4). */
export function UserPage({ userId }: { userId: string }) {
  const words = useWords();
  const { taxpayer, home } = useActing();
  const [, go] = useLocation();
  const [removing, setRemoving] = useState(false);
  const users = useUsers();
  const user = users.data?.find((known) => known.userId === userId);
  const manages = taxpayer.rights.rightsManager;
  return (
    <>
      <Path to={`${home}/users`} above={words.users.title} here={words.rights.system} />
      <PageTitle title={words.rights.title} />
      <Pending query={users} />
      {users.data && !user && <Notice kind="warning" text={words.rights.gone} />}
      {user && (
        <>
          <p>{words.rights.of(user.name, user.personalCode)}</p>
          <RightsForm user={user} readOnly={!manages} />
          {manages && !user.isSelf && (
            <p><Button class="outline danger" onClick={() => setRemoving(true)}>{words.users.remove}</Button></p>
          )}
          {removing && <RemoveUserDialog user={user} onClose={() => setRemoving(false)} onRemoved={() => go(`${home}/users`)} />}
        </>
      )}
    </>
  );
}
