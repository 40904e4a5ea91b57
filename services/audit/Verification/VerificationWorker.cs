using Governance.Audit.Data;
using Governance.Audit.Work;
using Governance.Contracts;
using Governance.Contracts.Audit.V1;
using Governance.Messaging.Outbox;
using Governance.ServiceDefaults;
using Governance.ServiceDefaults.Health;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Governance.Audit.Verification;

/// <summary>Carries out requested verifications. The row's lock is the claim: when the process dies, another takes it up.</summary>
internal sealed partial class VerificationWorker(
    IServiceScopeFactory scopes,
    LogVerifier verifier,
    WakeUp<VerificationWorker> signal,
    MessageOutbox outbox,
    EventHeaders headers,
    StartupTasks startup,
    IOptions<VerificationOptions> options,
    TimeProvider clock,
    ILogger<VerificationWorker> logger) : BackgroundService
{
    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await startup.WaitAsync(stoppingToken);
        var begun = clock.GetUtcNow();
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                if (!await VerifyNextAsync(stoppingToken) && !await RequestDueAsync(begun, stoppingToken))
                    await signal.WaitAsync(Poll, stoppingToken);
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                LogNotVerified(exception.GetType().Name);
                await Task.Delay(Poll, clock, stoppingToken);
            }
        }
    }

    /// <summary>Asks for a verification when none was asked for in a while.</summary>
    private async Task<bool> RequestDueAsync(DateTimeOffset begun, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        if (options.Value.Every <= TimeSpan.Zero || now - begun < options.Value.Every)
            return false;
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<AuditDbContext>();
        if (await db.Verifications.AnyAsync(v => v.RequestedAt > now - options.Value.Every, ct))
            return false;
        var verification = LogVerification.Request(AuditService.Name, now);
        db.Add(verification);
        outbox.Add(db, new LogVerificationRequested(headers.New(null, "log-verification", verification.Id), verification.Id));
        await db.SaveChangesAsync(ct);
        return true;
    }

    private async Task<bool> VerifyNextAsync(CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<AuditDbContext>();
        await using var claim = await db.Database.BeginTransactionAsync(ct);
        var verification = await db.Verifications
            .FromSql($"SELECT * FROM verifications WHERE completed_at IS NULL ORDER BY requested_at LIMIT 1 FOR UPDATE SKIP LOCKED")
            .SingleOrDefaultAsync(ct);
        if (verification is null)
            return false;

        var result = await RunAsync(ct);
        verification.Complete(result, clock.GetUtcNow());
        var first = result.Findings.Count > 0 ? result.Findings[0] : null;
        var header = headers.New(null, "log-verification", verification.Id) with
        {
            Outcome = first is null ? Outcome.Success : Outcome.Failed,
            Reason = first?.Code,
        };
        outbox.Add(db, new LogVerificationCompleted(header, verification.Id, result.Size, Convert.ToHexStringLower(result.RootHash), first?.Sequence));
        await db.SaveChangesAsync(ct);
        await claim.CommitAsync(ct);
        LogVerified(verification.Id, result.Size, verification.State);
        return true;
    }

    private async Task<VerificationResult> RunAsync(CancellationToken ct)
    {
        try
        {
            return await verifier.VerifyAsync(ct);
        }
        catch (Exception exception) when (exception is InvalidCastException or OverflowException or FormatException)
        {
            return new VerificationResult(0, [], [], [new Finding(FindingKind.Unreadable, null)]);
        }
    }

    [LoggerMessage(LogLevel.Information, "Verification {VerificationId} of {Size} entries: {State}")]
    private partial void LogVerified(Guid verificationId, long size, VerificationState state);

    [LoggerMessage(LogLevel.Error, "A verification could not be carried out: {Error}")]
    private partial void LogNotVerified(string error);
}
