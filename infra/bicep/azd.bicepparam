using 'azd.bicep'

// `azd env set NAME VALUE` before `azd up`; azd itself sets those that begin with AZURE_.
param environmentName = readEnvironmentVariable('AZURE_ENV_NAME')
param location = readEnvironmentVariable('AZURE_LOCATION', 'northeurope')
param stage = readEnvironmentVariable('EDS_STAGE', 'dev') == 'prod' ? 'prod' : 'dev'
param signInAuthority = readEnvironmentVariable('EDS_SIGN_IN_AUTHORITY')
param signInAudience = readEnvironmentVariable('EDS_SIGN_IN_AUDIENCE', 'eds-portal')
param deployerId = readEnvironmentVariable('AZURE_PRINCIPAL_ID', '')
param deployerType = readEnvironmentVariable('AZURE_PRINCIPAL_TYPE', 'User') == 'ServicePrincipal'
  ? 'ServicePrincipal'
  : 'User'
param alertEmail = readEnvironmentVariable('EDS_ALERT_EMAIL')
param apiDomain = readEnvironmentVariable('EDS_API_DOMAIN', '')
param portalDomain = readEnvironmentVariable('EDS_PORTAL_DOMAIN', '')
param frontDoorId = readEnvironmentVariable('EDS_FRONT_DOOR_ID', '')
