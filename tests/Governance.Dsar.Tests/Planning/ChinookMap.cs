using Governance.Contracts.Inventory.V1;

namespace Governance.Dsar.Tests.Planning;

/// <summary>The shape of the Chinook shop: customers with invoices, employees who serve them, a catalogue of tracks.</summary>
internal static class ChinookMap
{
    public static readonly RetentionRule TenYears = new("legal-obligation", "GDPR Art. 17(3)(b); § 147 AO", "P10Y", "invoice issued");

    public static DataMap Build(ErasureAction customer = ErasureAction.Delete, ErasureAction invoice = ErasureAction.Delete, ErasureAction line = ErasureAction.Delete) => new MapBuilder()
        .Table("artist", "artist_id name", ErasureAction.None, reference: true)
        .Table("album", "album_id title artist_id", ErasureAction.None, reference: true)
        .Table("customer", "customer_id:customer-number name email:email support_rep_id", customer, subject: "customer")
        .Table("employee", "employee_id:employee-number name email:email reports_to", ErasureAction.Delete, subject: "employee")
        .Table("invoice", "invoice_id customer_id address total", invoice, retention: invoice == ErasureAction.Retain ? TenYears : null)
        .Table("invoice_line", "invoice_line_id invoice_id track_id unit_price", line)
        .Table("track", "track_id title album_id", ErasureAction.None, reference: true)
        .Reference("album", "artist_id", "artist", children: false)
        .Reference("track", "album_id", "album", children: false)
        .Reference("customer", "support_rep_id", "employee", nullable: true)
        .Reference("employee", "reports_to", "employee", nullable: true)
        .Reference("invoice", "customer_id", "customer")
        .Reference("invoice_line", "invoice_id", "invoice")
        .Reference("invoice_line", "track_id", "track", children: false, parent: true)
        .Build();
}
