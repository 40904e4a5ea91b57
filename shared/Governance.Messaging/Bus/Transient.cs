using System.Data.Common;
using System.Net;
using MassTransit;

namespace Governance.Messaging.Bus;

internal static class Transient
{
    /// <summary>A fault of a dependency that is expected to pass: its message is tried for long before it counts as failed.</summary>
    public static bool Is(Exception exception)
    {
        for (var e = exception; e is not null; e = e.InnerException)
        {
            switch (e)
            {
                case DbException { IsTransient: true }:
                case HttpRequestException { StatusCode: null or HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError }:
                case TimeoutException:
                case IOException:
                case TaskCanceledException:
                case ConnectionException:
                    return true;
            }
        }
        return false;
    }
}
