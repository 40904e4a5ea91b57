using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;

namespace Governance.Consent.Data;

/// <summary>
/// The transaction that a request (or message) has begun. Asked of the context only where there is one: to make a context for the
/// question costs more than to write a record.
/// </summary>
internal sealed class AmbientTransaction
{
    private ConsentDbContext? _context;

    public NpgsqlTransaction? Current => _context?.Database.CurrentTransaction?.GetDbTransaction() as NpgsqlTransaction;

    public void Attach(ConsentDbContext context) => _context = context;
}
