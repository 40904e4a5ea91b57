using Governance.Architecture.Tests.Fixtures;
using Governance.Architecture.Tests.Fixtures.V1;
using Governance.Architecture.Tests.Rules;
using Governance.Contracts;

namespace Governance.Architecture.Tests;

public sealed class ContractTests
{
    private static readonly IReadOnlyList<Type> Messages = ContractRule.Messages(typeof(IEvent).Assembly);
    private static readonly Type[] Bad = [typeof(CustomerSeen), typeof(ChangeableCommand), typeof(GoodHappened)];

    [Fact]
    public void Messages_are_found() => Assert.True(Messages.Count > 30);

    [Fact]
    public void No_message_has_a_field_shaped_like_personal_data() => Violations.None(ContractRule.PersonalData(Messages));

    [Fact]
    public void Messages_are_sealed_records_in_a_versioned_namespace_and_events_begin_with_their_header() => Violations.None(ContractRule.Form(Messages));

    [Fact]
    public void Contracts_depend_on_nothing_of_ours() =>
        Assert.DoesNotContain(typeof(IEvent).Assembly.GetReferencedAssemblies(), r => r.Name!.StartsWith("Governance.", StringComparison.Ordinal));

    [Fact]
    public void Fields_shaped_like_personal_data_break_the_rule_also_deep_inside() => Assert.Equal(
        ["BadInner.DateOfBirth", "BadInner.FirstName", "ChangeableCommand.City", "CustomerSeen.CustomerEmail", "CustomerSeen.PhoneNumbers"],
        ContractRule.PersonalData(Bad).Order(StringComparer.Ordinal));

    [Fact]
    public void Messages_of_another_form_break_the_rule() => Assert.Equal(
        [
            "CustomerSeen is not a sealed record",
            "CustomerSeen is not in a namespace that ends in a version",
            "CustomerSeen does not begin with its header",
            "ChangeableCommand is not a sealed record",
            "ChangeableCommand.City can be changed",
        ],
        ContractRule.Form(Bad));

    [Theory]
    [InlineData("Email", true)]
    [InlineData("CustomerEMail", true)]
    [InlineData("PhoneNumber", true)]
    [InlineData("BillingAddress", true)]
    [InlineData("IPAddress", true)]
    [InlineData("UserName", true)]
    [InlineData("Name", true)]
    [InlineData("TableName", false)]
    [InlineData("ColumnName", false)]
    [InlineData("QueueName", false)]
    [InlineData("Capacity", false)]
    [InlineData("Description", false)]
    [InlineData("MessageType", false)]
    [InlineData("Mailbox", false)]
    public void Names_are_compared_word_by_word(string property, bool isPersonal) => Assert.Equal(isPersonal, ContractRule.SpeaksOfAPerson(property));
}
