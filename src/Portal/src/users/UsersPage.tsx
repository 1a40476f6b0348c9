import { useState } from "preact/hooks";
import { Link } from "wouter-preact";
import type { Schemas } from "../api/api";
import { useUsers } from "../api/queries";
import { useActing } from "../taxpayer/taxpayer";
import { Button } from "../ui/Button";
import { Notice, Pending } from "../ui/notices";
import { PageTitle } from "../ui/PageTitle";
import { Heading, Table } from "../ui/Table";
import { useWords } from "../words/words";
import { AddUserDialog } from "./AddUserDialog";

/** Lietotāji un to tiesības: one's own row stands out (source document, 1.2). */
export function UsersPage() {
  const words = useWords().users;
  const { taxpayer } = useActing();
  const users = useUsers();
  const [adding, setAdding] = useState(false);
  const manages = taxpayer.rights.rightsManager;
  return (
    <>
      <PageTitle title={words.title}>{manages && <Button onClick={() => setAdding(true)}>{words.add}</Button>}</PageTitle>
      <p>{words.intro}</p>
      {!manages && <Notice kind="info" text={words.onlyManagers} />}
      <Pending query={users} />
      {users.data && <UserTable users={users.data} />}
      {adding && <AddUserDialog onClose={() => setAdding(false)} />}
    </>
  );
}

function UserTable({ users }: { users: readonly Schemas["User"][] }) {
  const words = useWords().users;
  const { code, name } = useWords().newClients;
  const { home } = useActing();
  return (
    <Table class="list" headings={[name, code, words.rights].map((heading) => <Heading key={heading}>{heading}</Heading>)}>
      {users.map((user) => (
        <tr key={user.userId} role="row" class={user.isSelf ? "self" : undefined}>
          <th role="rowheader" scope="row">
            <Link href={`${home}/users/${user.userId}`}>{user.name}</Link>
            {user.isSelf && ` (${words.you})`}
          </th>
          <td role="cell" data-label={code}>{user.personalCode}</td>
          <td role="cell" data-label={words.rights}><RightsOf rights={user.rights} /></td>
        </tr>
      ))}
    </Table>
  );
}

function RightsOf({ rights }: { rights: Schemas["Rights"] }) {
  const words = useWords().users;
  const held = [rights.rightsManager && words.manager, rights.taxiApiConfiguration && words.taxi].filter((name) => name !== false);
  return held.length === 0 ? (
    <>{words.none}</>
  ) : (
    <ul class="plain">{held.map((name) => <li key={name}>{name}</li>)}</ul>
  );
}
