using Governance.Dsar.Access;
using Governance.Dsar.Requests;
using Microsoft.EntityFrameworkCore;

namespace Governance.Dsar.Data;

internal static class Locking
{
    /// <summary>Runs the handler in one transaction and commits whatever it saved.</summary>
    public static RouteHandlerBuilder InTransaction(this RouteHandlerBuilder builder) => builder.AddEndpointFilter(async (context, next) =>
    {
        var db = context.HttpContext.RequestServices.GetRequiredService<DsarDbContext>();
        if (db.Database.CurrentTransaction is not null)
            return await next(context);
        await using var transaction = await db.Database.BeginTransactionAsync(context.HttpContext.RequestAborted);
        var result = await next(context);
        if (db.Database.CurrentTransaction is not null)
            await transaction.CommitAsync(context.HttpContext.RequestAborted);
        return result;
    });

    /// <summary>The check, locked until the transaction ends: codes are tried one after the other.</summary>
    public static Task<AddressCheck?> LockAddressCheckAsync(this DsarDbContext db, Guid id, CancellationToken ct)
    {
        if (db.Database.CurrentTransaction is null)
            throw new InvalidOperationException("A lock needs a transaction.");
        return db.AddressChecks.FromSql($"SELECT *, xmin FROM address_checks WHERE id = {id} FOR UPDATE").SingleOrDefaultAsync(ct);
    }

    /// <summary>The request, locked until the transaction ends: its steps happen one after the other.</summary>
    public static Task<SubjectRequest?> LockRequestAsync(this DsarDbContext db, Guid id, CancellationToken ct)
    {
        if (db.Database.CurrentTransaction is null)
            throw new InvalidOperationException("A lock needs a transaction.");
        return db.Requests.FromSql($"SELECT * FROM subject_requests WHERE id = {id} FOR UPDATE").SingleOrDefaultAsync(ct);
    }
}
