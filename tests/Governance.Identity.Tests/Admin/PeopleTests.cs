using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Governance.Identity.Tests.Support;

namespace Governance.Identity.Tests.Admin;

public sealed class PeopleTests(IdentityFixture identity)
{
    [Fact]
    public async Task Names_are_told_by_id_and_by_permission_and_nothing_else_of_a_person()
    {
        using var http = await identity.OperatorAsync();
        var email = $"{IdentityFixture.Random()[..12]}@people.example";
        var body = new { email, displayName = "Ingrid Approver", password = "first password given", roles = new[] { "dpo" } };
        using var created = await http.PostAsJsonAsync("/v1/users", body, TestContext.Current.CancellationToken);
        var id = (await created.BodyAsync(HttpStatusCode.Created)).Text("id");

        var named = await http.GetStringAsync($"/v1/people?ids={id},{Guid.NewGuid()}", TestContext.Current.CancellationToken);
        Assert.Equal($$"""{"items":[{"id":"{{id}}","name":"Ingrid Approver"}]}""", named);
        Assert.Contains(id!, await http.GetStringAsync("/v1/people?permission=dsar:approve", TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.DoesNotContain(id!, await http.GetStringAsync("/v1/people?permission=clients:write", TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("?ids=not-an-id")]
    [InlineData("?ids=")]
    public async Task A_question_without_ids_or_permission_is_refused(string query)
    {
        using var http = await identity.OperatorAsync();
        using var response = await http.GetAsync("/v1/people" + query, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }
}
