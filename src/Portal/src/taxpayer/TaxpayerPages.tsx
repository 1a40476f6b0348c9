import type { ComponentProps } from "preact";
import { useEffect } from "preact/hooks";
import { Route, Switch } from "wouter-preact";
import type { Schemas } from "../api/api";
import { ClientsPage } from "../clients/ClientsPage";
import { DriverPage } from "../clients/DriverPage";
import { SecretsPage } from "../clients/SecretsPage";
import { Frame } from "../Frame";
import { usePortal } from "../portal";
import { MissingRight } from "../settings/MissingRight";
import { SettingsPage } from "../settings/SettingsPage";
import { StartPage } from "../start/StartPage";
import { onDemand } from "../ui/onDemand";
import { NotFound, PageTitle } from "../ui/PageTitle";
import { UserPage } from "../users/UserPage";
import { UsersPage } from "../users/UsersPage";
import { useWords } from "../words/words";
import { chooseTaxpayer, maySeeClients, type Taxpayer, TaxpayerContext } from "./taxpayer";

const EventsPage = onDemand(async () => (await import("../events/EventsPage")).EventsPage);
const NewClientsPage = onDemand(async () => (await import("../registration/NewClientsPage")).NewClientsPage);
const RidesPage = onDemand(async () => (await import("../rides/RidesPage")).RidesPage);
const RotateManyPage = onDemand(async () => (await import("../clients/RotateManyPage")).RotateManyPage);

export function TaxpayerPages({ me, taxpayer }: { me: Schemas["Me"]; taxpayer: Taxpayer }) {
  const words = useWords();
  const portal = usePortal();
  const { taxpayerId } = taxpayer;
  const home = `/taxpayers/${taxpayerId}`;
  const list = `${home}/settings/api`;
  useEffect(() => chooseTaxpayer(taxpayerId), [taxpayerId]);
  const may = maySeeClients(taxpayer);
  const { rightsManager, taxiApiConfiguration } = taxpayer.rights;
  return (
    <TaxpayerContext.Provider value={{ ...portal, me, taxpayer, taxpayerId, home, list }}>
      <Frame me={me} taxpayer={taxpayer}>
        <Switch>
          <Route path={home} component={StartPage} />
          <Route path={`${home}/events`}>{rightsManager ? <EventsPage /> : <Withheld title={words.events.title} />}</Route>
          <Route path={`${home}/rides`}>
            {taxiApiConfiguration ? <RidesPage /> : <Withheld title={words.rides.title} right="TaxiApiConfiguration" />}
          </Route>
          <Route path={`${home}/users`} component={UsersPage} />
          <Route path={`${home}/users/:userId`}>{({ userId }) => <UserPage key={userId} userId={userId} />}</Route>
          <Route path={`${home}/settings`} component={SettingsPage} />
          <Route path={list}>{may ? <ClientsPage /> : <Withheld title={words.settings.taxi} />}</Route>
          <Route path={`${list}/secrets`}>{may ? <SecretsPage /> : <Withheld title={words.secrets.title} />}</Route>
          <Route path={`${list}/clients/:clientId`}>
            {({ clientId }) => (may ? <DriverPage key={clientId} clientId={clientId} /> : <Withheld title={words.driverPage.title} />)}
          </Route>
          {(["lost", "many"] as const).map((why) => (
            <Route key={why} path={`${list}/secrets/${why}`}>
              {may ? <RotateManyPage key={why} lost={why === "lost"} /> : <Withheld title={words.lost.title} />}
            </Route>
          ))}
          <Route path={`${list}/new`}>{may ? <NewClientsPage /> : <Withheld title={words.newClients.title} />}</Route>
          <Route component={NotFound} />
        </Switch>
      </Frame>
    </TaxpayerContext.Provider>
  );
}

/** In place of a page: which right is missing for it, and who can give it. */
function Withheld({ title, ...missing }: { title: string } & ComponentProps<typeof MissingRight>) {
  return (
    <>
      <PageTitle title={title} />
      <MissingRight {...missing} />
    </>
  );
}
