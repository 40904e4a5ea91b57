using Governance.Dpia.Data;
using Governance.Dpia.Screenings;
using Governance.Messaging;
using Governance.Messaging.Bus;
using Governance.Messaging.Failures;

namespace Governance.Dpia;

internal static class DpiaService
{
    public const string Name = "dpia";

    public static WebApplicationBuilder AddDpia(this WebApplicationBuilder builder)
    {
        builder.AddServiceDatabase<DpiaDbContext>();
        builder.AddMessageBus<DpiaDbContext>(Name);
        return builder;
    }

    public static void MapDpia(this WebApplication app)
    {
        app.MapScreenings();
        app.MapFailedMessages<DpiaDbContext>();
    }
}
