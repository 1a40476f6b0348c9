import { useEffect } from "preact/hooks";
import { Route, Switch } from "wouter-preact";
import type { Schemas } from "../api/api";
import { ClientsPage } from "../clients/ClientsPage";
import { DriverPage } from "../clients/DriverPage";
import { SecretsPage } from "../clients/SecretsPage";
import { Frame, type Taxpayer } from "../Frame";
import { NeedsTaxiRight } from "../settings/MissingRight";
import { SettingsPage } from "../settings/SettingsPage";
import { StartPage } from "../start/StartPage";
import { onDemand } from "../ui/onDemand";
import { PageTitle } from "../ui/PageTitle";
import { UserPage } from "../users/UserPage";
import { UsersPage } from "../users/UsersPage";
import { useWords } from "../words/words";
import { chooseTaxpayer, TaxpayerContext } from "./taxpayer";

const EventsPage = onDemand(async () => (await import("../events/EventsPage")).EventsPage);
const NewClientsPage = onDemand(async () => (await import("../registration/NewClientsPage")).NewClientsPage);
const RidesPage = onDemand(async () => (await import("../rides/RidesPage")).RidesPage);
const RotateManyPage = onDemand(async () => (await import("../clients/RotateManyPage")).RotateManyPage);

export function TaxpayerPages({ me, taxpayer }: { me: Schemas["Me"]; taxpayer: Taxpayer }) {
  const words = useWords();
  const home = `/taxpayers/${taxpayer.taxpayerId}`;
  useEffect(() => chooseTaxpayer(taxpayer.taxpayerId), [taxpayer.taxpayerId]);
  return (
    <TaxpayerContext.Provider value={{ me, taxpayer, home }}>
      <Frame me={me} taxpayer={taxpayer}>
        <Switch>
          <Route path={home} component={StartPage} />
          <Route path={`${home}/events`}>
            <EventsPage />
          </Route>
          <Route path={`${home}/rides`}>
            <RidesPage />
          </Route>
          <Route path={`${home}/users`} component={UsersPage} />
          <Route path={`${home}/users/:userId`}>{({ userId }) => <UserPage key={userId} userId={userId} />}</Route>
          <Route path={`${home}/settings`} component={SettingsPage} />
          <Route path={`${home}/settings/api`}>
            <NeedsTaxiRight title={words.settings.taxi}>
              <ClientsPage />
            </NeedsTaxiRight>
          </Route>
          <Route path={`${home}/settings/api/secrets`}>
            <NeedsTaxiRight title={words.secrets.title}>
              <SecretsPage />
            </NeedsTaxiRight>
          </Route>
          <Route path={`${home}/settings/api/clients/:clientId`}>
            {({ clientId }) => (
              <NeedsTaxiRight title={words.driverPage.title}>
                <DriverPage key={clientId} clientId={clientId} />
              </NeedsTaxiRight>
            )}
          </Route>
          {(["lost", "many"] as const).map((why) => (
            <Route key={why} path={`${home}/settings/api/secrets/${why}`}>
              <NeedsTaxiRight title={words.lost.title}>
                <RotateManyPage key={why} lost={why === "lost"} />
              </NeedsTaxiRight>
            </Route>
          ))}
          <Route path={`${home}/settings/api/new`}>
            <NeedsTaxiRight title={words.newClients.title}>
              <NewClientsPage />
            </NeedsTaxiRight>
          </Route>
          <Route>
            <PageTitle title={words.app.notFoundTitle} />
            <p>{words.app.notFound}</p>
          </Route>
        </Switch>
      </Frame>
    </TaxpayerContext.Provider>
  );
}
