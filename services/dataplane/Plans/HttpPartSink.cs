using System.Net;
using System.Net.Http.Headers;
using System.Runtime.ExceptionServices;
using Governance.Contracts.Dsar.V1;
using Governance.DataPlane.Connectors;
using Governance.ServiceDefaults;

namespace Governance.DataPlane.Plans;

/// <summary>Streams each step's rows from the store straight into a request to the dsar service.</summary>
internal sealed class HttpPartSink(DsarClient dsar, StorePlan plan, FaultPoints faults) : IPartSink
{
    public async Task PutAsync(PlanStep step, Func<Stream, CancellationToken, Task> write, CancellationToken ct)
    {
        using var rows = new RowsContent(write, ct);
        try
        {
            await dsar.PutPartAsync(plan.RequestId, plan.DataStoreId, plan.PlanId, step.Number, rows, ct);
        }
        catch (HttpRequestException) when (rows.StoreFailure is not null)
        {
            // The client wraps whatever the content throws; what the store threw is what counts.
            rows.StoreFailure.Throw();
        }

        faults.Hit($"dataplane.export.after-step-{step.Number}");
    }

    private sealed class RowsContent : HttpContent
    {
        private readonly Func<Stream, CancellationToken, Task> _write;
        private readonly CancellationToken _ct;

        public RowsContent(Func<Stream, CancellationToken, Task> write, CancellationToken ct)
        {
            _write = write;
            _ct = ct;
            Headers.ContentType = new MediaTypeHeaderValue("text/tab-separated-values");
        }

        public ExceptionDispatchInfo? StoreFailure { get; private set; }

        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => SerializeToStreamAsync(stream, context, _ct);

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
        {
            try
            {
                await _write(stream, cancellationToken);
            }
            catch (Exception e) when (e is StoreException or System.Data.Common.DbException)
            {
                StoreFailure = ExceptionDispatchInfo.Capture(e);
                throw;
            }
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
