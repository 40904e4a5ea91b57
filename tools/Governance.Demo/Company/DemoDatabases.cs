namespace Governance.Demo.Company;

/// <summary>One database of the demo company, with one connection string per role.</summary>
/// <param name="Name">Database name, also the stem of its two role names.</param>
/// <param name="ConnectionString">May read, update and delete rows; may not insert, truncate or change the schema. What a data store is registered with.</param>
/// <param name="ReadOnlyConnectionString">May only read: enough to scan, too little to erase.</param>
/// <param name="OwnerConnectionString">The administrator's own, for checks of a test or the walk; never given to a service.</param>
public sealed record DemoDatabase(string Name, string ConnectionString, string ReadOnlyConnectionString, string OwnerConnectionString);

/// <summary>The three databases of the demo company.</summary>
/// <param name="Shop">Customers, orders, invoices, community and support.</param>
/// <param name="Loyalty">Members, linked to customers by customer number only.</param>
/// <param name="Warehouse">Goods; no data of any person.</param>
public sealed record DemoDatabases(DemoDatabase Shop, DemoDatabase Loyalty, DemoDatabase Warehouse)
{
    public IEnumerable<DemoDatabase> All => [Shop, Loyalty, Warehouse];
}

/// <summary>The customers the demo and the tests talk about; the SQL files seed them.</summary>
public static class DemoPeople
{
    /// <summary>Makes the requests. Shares her home address with <see cref="Tomas"/>, has a summer house of her own, and invited three other customers.</summary>
    public static readonly DemoPerson Mara = new(42, "C-20042", "M-542", "Mara Lindqvist", "mara.lindqvist@mail.example", "+46 70 174 06 21");

    /// <summary>Lives at Mara's address; answered her messages, redeemed her gift card and is sponsored by her in the loyalty programme.</summary>
    public static readonly DemoPerson Tomas = new(43, "C-20043", "M-543", "Tomas Ekvall", "Tomas.Ekvall@post.example", "+46 70 174 06 33");
}

public sealed record DemoPerson(long CustomerId, string CustomerNumber, string MemberNumber, string FullName, string Email, string Phone);
