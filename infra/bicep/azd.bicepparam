using 'azd.bicep'

// `azd env set NAME VALUE` before `azd up`; azd itself sets the first two.
param environmentName = readEnvironmentVariable('AZURE_ENV_NAME')
param location = readEnvironmentVariable('AZURE_LOCATION', 'northeurope')
param stage = readEnvironmentVariable('EDS_STAGE', 'dev') == 'prod' ? 'prod' : 'dev'
param signInAuthority = readEnvironmentVariable('EDS_SIGN_IN_AUTHORITY')
param signInAudience = readEnvironmentVariable('EDS_SIGN_IN_AUDIENCE', 'eds-portal')
param alertEmail = readEnvironmentVariable('EDS_ALERT_EMAIL')
param apiDomain = readEnvironmentVariable('EDS_API_DOMAIN', '')
param portalDomain = readEnvironmentVariable('EDS_PORTAL_DOMAIN', '')
param proxies = int(readEnvironmentVariable('EDS_PROXIES', '1'))
param frontDoorId = readEnvironmentVariable('EDS_FRONT_DOOR_ID', '')
