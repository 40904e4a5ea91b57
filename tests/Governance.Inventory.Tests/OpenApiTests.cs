using Governance.Testing;

namespace Governance.Inventory.Tests;

public sealed class OpenApiTests(InventoryFixture inventory)
{
    [Fact]
    public async Task The_description_names_each_operation_and_its_permission()
    {
        using var client = inventory.Anonymous();
        var document = await client.GetJsonAsync("/openapi/v1.json");
        var patch = document.GetProperty("paths").GetProperty("/v1/data-stores/{id}/map/tables").GetProperty("patch");
        Assert.Equal(("Inventory.DecideTable", "Permission: inventory:confirm"), (patch.GetProperty("operationId").GetString(), patch.GetProperty("description").GetString()));
    }

    [Fact]
    public async Task The_committed_description_is_what_the_service_serves()
    {
        using var client = inventory.Anonymous();
        await OpenApiFile.IsAsServedAsync(client, "inventory");
    }
}
