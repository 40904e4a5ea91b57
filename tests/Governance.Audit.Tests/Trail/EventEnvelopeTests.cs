using System.Text;
using Governance.Audit.Trail;

namespace Governance.Audit.Tests.Trail;

public sealed class EventEnvelopeTests
{
    private const string Header = """
        "header":{"source":"dsar","eventId":"01890a5d-ac96-774b-bcce-b302099a8057","occurredAt":"2031-05-06T07:08:09.1234567+00:00",
        "actor":{"type":"user","id":"u-1"},"objectType":"plan","objectId":"p-1","outcome":"refused","reason":"approver-is-planner","objectVersion":3}
        """;

    [Fact]
    public void The_bytes_of_an_entry_are_fixed()
    {
        var pending = Read($$"""{"messageType":["urn:message:Governance.Contracts.Dsar.V1:PlanApproved","urn:message:Governance.Contracts:IEvent"],"message":{"rows":12,{{Header}},"fieldOfTomorrow":{"z":1,"a":[]} } }""");

        Assert.Equal(
            """{"event":{"fieldOfTomorrow":{"a":[],"z":1},"header":{"actor":{"id":"u-1","type":"user"},"eventId":"01890a5d-ac96-774b-bcce-b302099a8057","objectId":"p-1","objectType":"plan","objectVersion":3,"occurredAt":"2031-05-06T07:08:09.1234567+00:00","outcome":"refused","reason":"approver-is-planner","source":"dsar"},"rows":12},"recordedAt":"2031-05-06T07:08:09.123000Z","type":"Governance.Contracts.Dsar.V1:PlanApproved","v":1}""",
            Encoding.UTF8.GetString(pending.Entry.Canonical));
        Assert.Equal(pending.Entry.Canonical, pending.SecondEncoding);
        Assert.NotSame(pending.Entry.Canonical, pending.SecondEncoding);
    }

    [Fact]
    public void The_search_columns_are_read_from_the_bytes()
    {
        var entry = Read($$"""{"messageType":["urn:message:Governance.Contracts:IEvent","urn:message:Governance.Contracts.Dsar.V1:PlanApproved"],"message":{ {{Header}} } }""").Entry;

        Assert.Equal("PlanApproved", entry.Action);
        Assert.Equal(("dsar", "user", "u-1"), (entry.Source, entry.ActorType, entry.ActorId));
        Assert.Equal(("plan", "p-1", 3), (entry.ObjectType, entry.ObjectId, entry.ObjectVersion));
        Assert.Equal(("refused", "approver-is-planner"), (entry.Outcome, entry.Reason));
        Assert.Null(entry.SubjectPseudonym);
        Assert.Equal(new DateTimeOffset(2031, 5, 6, 7, 8, 9, 123, 456, TimeSpan.Zero), entry.OccurredAt);
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("[]")]
    [InlineData("""{"messageType":["urn:message:A:B"]}""")]
    [InlineData("""{"messageType":["urn:message:Governance.Contracts:IEvent"],"message":{}}""")]
    [InlineData("""{"messageType":["urn:message:A:B"],"message":{"header":null}}""")]
    [InlineData("""{"messageType":["urn:message:A:B"],"message":{"header":{"eventId":"no"}}}""")]
    [InlineData("""{"messageType":["urn:message:A:B"],"message":{"a":1,"a":2}}""")]
    public void What_is_not_an_event_is_refused(string body) => Assert.Throws<InvalidEntryException>(() => Read(body));

    [Theory]
    [InlineData("\"p-1\"", "null")]
    [InlineData("\"p-1\"", "17")]
    [InlineData("\"p-1\"", "\"a\\u0000b\"")]
    [InlineData("\"2031-05-06T07:08:09.1234567+00:00\"", "\"yesterday\"")]
    [InlineData("\"objectVersion\":3", "\"objectVersion\":3.5")]
    public void A_header_field_of_the_wrong_form_is_refused(string from, string to) => Assert.Throws<InvalidEntryException>(() =>
        Read($$"""{"messageType":["urn:message:A:B"],"message":{ {{Header.Replace(from, to, StringComparison.Ordinal)}} } }"""));

    [Fact]
    public void A_header_field_too_long_for_an_index_is_refused() => Assert.Throws<InvalidEntryException>(() =>
        Read($$"""{"messageType":["urn:message:A:B"],"message":{ {{Header.Replace("p-1", new string('p', 257), StringComparison.Ordinal)}} } }"""));

    private static Audit.Log.PendingEntry Read(string body) => EventEnvelope.Read(Encoding.UTF8.GetBytes(body), TestEvents.Now);
}
