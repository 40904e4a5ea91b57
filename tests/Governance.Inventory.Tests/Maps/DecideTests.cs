using System.Net;
using System.Net.Http.Json;
using Governance.Contracts;
using Governance.Inventory.Tests.Mapping;

namespace Governance.Inventory.Tests.Maps;

public sealed class DecideTests(InventoryFixture inventory)
{
    private static readonly string[] Purposes = ["essential", "finance"];

    [Fact]
    public async Task A_table_is_confirmed_by_an_empty_body_and_changed_by_what_it_says()
    {
        var store = await inventory.MappedAsync(ChinookScan.Build());
        using var confirmed = await inventory.ChangeAsync(HttpMethod.Patch, store, "tables?schema=public&name=customer", new { });
        Assert.Equal("confirmed", (await confirmed.JsonAsync()).GetProperty("decision").GetString());

        using var changed = await inventory.ChangeAsync(HttpMethod.Patch, store, "tables?schema=public&name=invoice", new
        {
            retention = new { legalBasis = "legal-obligation", article = "GDPR Art. 17(3)(b); § 147 AO", period = "P8Y", trigger = "end of the year of issue" },
            purposes = Purposes,
        });
        var invoice = await changed.JsonAsync();
        Assert.Equal(("changed", "retain", "P8Y"), (invoice.GetProperty("decision").GetString(), invoice.GetProperty("action").GetString(), invoice.GetProperty("retention").GetProperty("period").GetString()));

        using var deleted = await inventory.ChangeAsync(HttpMethod.Patch, store, "tables?schema=public&name=invoice", new { action = "delete" });
        Assert.False((await deleted.JsonAsync()).TryGetProperty("retention", out var rule) && rule.ValueKind is not System.Text.Json.JsonValueKind.Null);
        var map = await inventory.Steward.GetJsonAsync($"/v1/data-stores/{store}/map?personal=true");
        var lines = map.GetProperty("map").GetProperty("tables").EnumerateArray().Single(t => t.GetProperty("name").GetString() == "invoice_line");
        Assert.Equal(("delete", "suggested"), (lines.GetProperty("action").GetString(), lines.GetProperty("decision").GetString()));
    }

    [Fact]
    public async Task Decisions_can_be_taken_back_to_none()
    {
        var store = await inventory.MappedAsync(ChinookScan.Build());
        using var table = await inventory.ChangeAsync(HttpMethod.Patch, store, "tables?schema=public&name=employee", new { subjectKind = (string?)null, action = "none" });
        Assert.Equal(System.Text.Json.JsonValueKind.Null, (await table.JsonAsync()).GetProperty("subjectKind").ValueKind);
        using var column = await inventory.ChangeAsync(HttpMethod.Patch, store, "columns?schema=public&table=customer&name=fax", new { category = (string?)null, masking = (object?)null });
        var fax = await column.JsonAsync();
        Assert.Equal((System.Text.Json.JsonValueKind.Null, "changed"), (fax.GetProperty("category").ValueKind, fax.GetProperty("decision").GetString()));
    }

    [Fact]
    public async Task A_column_that_identifies_a_person_can_be_named()
    {
        var store = await inventory.MappedAsync(ChinookScan.Build());
        using var response = await inventory.ChangeAsync(HttpMethod.Patch, store, "columns?schema=public&table=customer&name=phone", new { identifierKind = "phone" });
        Assert.Equal("phone", (await response.JsonAsync()).GetProperty("identifierKind").GetString());
    }

    [Fact]
    public async Task A_masking_that_can_not_work_is_refused_at_once()
    {
        var store = await inventory.MappedAsync(ChinookScan.Build());
        using var response = await inventory.ChangeAsync(HttpMethod.Patch, store, "columns?schema=public&table=customer&name=first_name", new { masking = new { method = "null" } });
        var problem = await response.RefusedAsync(HttpStatusCode.BadRequest, "validation");
        Assert.StartsWith("mask-not-null", problem.GetProperty("errors").GetProperty("masking")[0].GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("tables?schema=public&name=customer", """{"subjectKind":"martian"}""", "subjectKind")]
    [InlineData("tables?schema=public&name=customer", """{"action":"explode"}""", "action")]
    [InlineData("tables?schema=public&name=customer", """{"purposes":null}""", "purposes")]
    [InlineData("columns?schema=public&table=customer&name=email", """{"category":"E-Mail!"}""", "category")]
    [InlineData("columns?schema=public&table=customer&name=email", """{"identifierKind":"E-Mail"}""", "identifierKind")]
    public async Task Values_outside_the_vocabulary_are_refused_by_field(string path, string body, string field)
    {
        var store = await inventory.MappedAsync(ChinookScan.Build());
        using var response = await inventory.ChangeAsync(HttpMethod.Patch, store, path, System.Text.Json.JsonSerializer.Deserialize<System.Text.Json.JsonElement>(body));
        Assert.True((await response.RefusedAsync(HttpStatusCode.BadRequest, "validation")).GetProperty("errors").TryGetProperty(field, out _));
    }

    [Fact]
    public async Task A_stale_or_missing_etag_changes_nothing()
    {
        var store = await inventory.MappedAsync(ChinookScan.Build());
        var old = await inventory.EtagAsync(store);
        using var first = await inventory.ChangeAsync(HttpMethod.Patch, store, "tables?schema=public&name=customer", new { }, old);
        using var stale = await inventory.ChangeAsync(HttpMethod.Patch, store, "tables?schema=public&name=employee", new { action = "none" }, old);
        await stale.RefusedAsync(HttpStatusCode.PreconditionFailed, "version-conflict");
        using var missing = await inventory.Steward.PatchAsJsonAsync($"/v1/data-stores/{store}/map/tables?schema=public&name=employee", new { action = "none" });
        await missing.RefusedAsync(HttpStatusCode.PreconditionRequired, "if-match-required");
        Assert.Equal(first.Headers.ETag!.ToString(), await inventory.EtagAsync(store));
    }

    [Fact]
    public async Task Unknown_names_and_missing_permission_are_refused()
    {
        var store = await inventory.MappedAsync(ChinookScan.Build());
        foreach (var path in new[] { "tables?schema=public&name=nope", "columns?schema=public&table=customer&name=nope", "references?name=nope" })
        {
            using var unknown = await inventory.ChangeAsync(HttpMethod.Patch, store, path, new { });
            await unknown.RefusedAsync(HttpStatusCode.NotFound, "not-found");
        }

        using var reader = await inventory.Client("r", Permissions.InventoryRead, Permissions.InventoryWrite).PatchAsJsonAsync($"/v1/data-stores/{store}/map/tables?schema=public&name=customer", new { });
        Assert.Equal(HttpStatusCode.Forbidden, reader.StatusCode);
    }

    [Fact]
    public async Task Awkward_names_can_be_decided()
    {
        string[] names = ["Order Line", "a.b", "a/b/c", "it's", "say \"hi\"", "Größe&Länge=ß", "UPPER", "upper", "100%", "人", "-- ; DROP"];
        var scan = new Scan();
        foreach (var n in names)
            scan.Table($"we/ird.{n}", "id", "id integer !", "col~/umn varchar(20)");
        var store = await inventory.MappedAsync(scan);
        foreach (var n in names)
        {
            using var table = await inventory.ChangeAsync(HttpMethod.Patch, store, $"tables?schema=we%2Fird&name={Uri.EscapeDataString(n)}", new { source = n });
            Assert.Equal((HttpStatusCode.OK, n), (table.StatusCode, (await table.JsonAsync()).GetProperty("source").GetString()));
            using var column = await inventory.ChangeAsync(HttpMethod.Patch, store, $"columns?schema=we%2Fird&table={Uri.EscapeDataString(n)}&name=col%20%2Fumn", new { category = "user.content" });
            Assert.Equal("user.content", (await column.JsonAsync()).GetProperty("category").GetString());
        }
    }

    [Fact]
    public async Task An_undeclared_reference_can_be_added_followed_and_brings_its_rows_along()
    {
        var store = await inventory.MappedAsync(new Scan()
            .Table("customer", "id", ["id integer !", "email text ! @user.contact.email"])
            .Table("visit", "id", "id integer !", "who integer", "when timestamp"));
        var reference = new
        {
            from = new { schema = "public", table = "visit" },
            fromColumns = new[] { "who" },
            to = new { schema = "public", table = "customer" },
            toColumns = new[] { "id" },
        };
        using var added = await inventory.ChangeAsync(HttpMethod.Post, store, "references", reference);
        Assert.Equal(HttpStatusCode.Created, added.StatusCode);
        var name = (await added.JsonAsync()).GetProperty("name").GetString()!;
        var map = (await inventory.Steward.GetJsonAsync($"/v1/data-stores/{store}/map")).GetProperty("map");
        Assert.Equal("delete", map.GetProperty("tables")[1].GetProperty("action").GetString());

        using var again = await inventory.ChangeAsync(HttpMethod.Post, store, "references", reference);
        await again.RefusedAsync(HttpStatusCode.Conflict, "reference-exists");
        using var unfollowed = await inventory.ChangeAsync(HttpMethod.Patch, store, $"references?name={Uri.EscapeDataString(name)}", new { followToChildren = false });
        Assert.False((await unfollowed.JsonAsync()).GetProperty("followToChildren").GetBoolean());
        using var mismatch = await inventory.ChangeAsync(HttpMethod.Post, store, "references", new { reference.from, fromColumns = new[] { "when" }, reference.to, reference.toColumns });
        await mismatch.RefusedAsync(HttpStatusCode.BadRequest, "validation");
    }
}
