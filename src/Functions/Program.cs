using Eds.Functions;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Azure.Functions.Worker.OpenTelemetry;
using Microsoft.Extensions.Hosting;

var builder = FunctionsApplication.CreateBuilder(args);
builder.ConfigureFunctionsWebApplication();
builder.Services.AddEds(builder.Configuration);
builder.Services.AddEdsTelemetry(builder.Configuration).UseFunctionsWorkerDefaults();
builder.Build().Run();
