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
    public void The_bytes_of_an_envelope_are_fixed()
    {
        var pending = Read($$"""{"messageType":["urn:message:Governance.Contracts.Dsar.V1:PlanApproved","urn:message:Governance.Contracts:IEvent"],"message":{"rows":12,{{Header}},"fieldOfTomorrow":{"z":1,"a":[]} } }""");

        Assert.Equal(
            $$"""{"actor":{"id":"u-1","type":"user"},"commitment":"{{Convert.ToHexStringLower(pending.Payload.Commitment())}}","id":"01890a5d-ac96-774b-bcce-b302099a8057","occurredAt":"2031-05-06T07:08:09.123456Z","outcome":"refused","reason":"approver-is-planner","recordedAt":"2031-05-06T07:08:09.123000Z","source":"dsar","type":"Governance.Contracts.Dsar.V1:PlanApproved","v":2}""",
            Encoding.UTF8.GetString(pending.Entry.Canonical));
        Assert.Equal(pending.Entry.Canonical, pending.SecondEncoding);
        Assert.NotSame(pending.Entry.Canonical, pending.SecondEncoding);
    }

    [Fact]
    public void The_bytes_of_a_payload_are_fixed_and_the_commitment_is_their_hmac()
    {
        var payload = Read($$"""{"messageType":["urn:message:A:B"],"message":{"rows":12,{{Header}},"fieldOfTomorrow":{"z":1,"a":[]} } }""").Payload;

        Assert.Equal(
            """{"fieldOfTomorrow":{"a":[],"z":1},"header":{"actor":{"id":"u-1","type":"user"},"eventId":"01890a5d-ac96-774b-bcce-b302099a8057","objectId":"p-1","objectType":"plan","objectVersion":3,"occurredAt":"2031-05-06T07:08:09.1234567+00:00","outcome":"refused","reason":"approver-is-planner","source":"dsar"},"rows":12}""",
            Encoding.UTF8.GetString(payload.Event));
        Assert.Equal(32, payload.Nonce.Length);
        Assert.Equal(
            "e984fdf33a8cc628d3bb041e0749b320758bcf8dc99fd031ceb176fd33e03da4",
            Convert.ToHexStringLower((payload with { Nonce = [.. Enumerable.Range(0, 32).Select(i => (byte)i)] }).Commitment()));
    }

    [Fact]
    public void Every_member_of_an_envelope_has_its_place()
    {
        var envelope = new EntryEnvelope
        {
            Id = new Guid("01890a5d-ac96-774b-bcce-b302099a8057"),
            Type = "A.V1:B",
            OccurredAt = TestEvents.Now,
            RecordedAt = TestEvents.Now.AddMicroseconds(1),
            Source = "d\u00e4r\n",
            ActorType = "client",
            ActorId = "c\"1",
            Purpose = "billing",
            Outcome = "success",
            Reason = "none",
            Commitment = new byte[32],
        };
        var bytes = envelope.Encode();

        Assert.Equal(
            "{\"actor\":{\"id\":\"c\\\"1\",\"type\":\"client\"},\"commitment\":\"" + new string('0', 64) + "\",\"id\":\"01890a5d-ac96-774b-bcce-b302099a8057\",\"occurredAt\":\"2031-05-06T07:08:09.123000Z\","
                + "\"outcome\":\"success\",\"purpose\":\"billing\",\"reason\":\"none\",\"recordedAt\":\"2031-05-06T07:08:09.123001Z\",\"source\":\"d\u00e4r\\n\",\"type\":\"A.V1:B\",\"v\":2}",
            Encoding.UTF8.GetString(bytes));
        Assert.Equal(bytes, CanonicalJson.Encode(System.Text.Json.JsonSerializer.Deserialize<System.Text.Json.JsonElement>(bytes)));
        Assert.Equal(bytes, EntryEnvelope.Read(bytes).Encode());
    }

    [Fact]
    public void The_search_columns_are_read_from_the_event()
    {
        var pending = Read($$"""{"messageType":["urn:message:Governance.Contracts:IEvent","urn:message:Governance.Contracts.Dsar.V1:PlanApproved"],"message":{ {{Header}} } }""");

        Assert.Equal("PlanApproved", pending.Entry.Action);
        Assert.Equal(("dsar", "user", "u-1"), (pending.Entry.Source, pending.Entry.ActorType, pending.Entry.ActorId));
        Assert.Equal(("plan", "p-1", 3), (pending.Details.ObjectType, pending.Details.ObjectId, pending.Details.ObjectVersion));
        Assert.Equal(("refused", "approver-is-planner"), (pending.Entry.Outcome, pending.Entry.Reason));
        Assert.Null(pending.Details.SubjectPseudonym);
        Assert.Equal(new DateTimeOffset(2031, 5, 6, 7, 8, 9, 123, 456, TimeSpan.Zero), pending.Entry.OccurredAt);
        Assert.Equal(new DateOnly(2031, 5, 1), pending.Entry.Month);
    }

    [Fact]
    public void An_envelope_names_neither_the_data_subject_nor_the_object_nor_what_ties_entries_together()
    {
        var header = Header.Replace("\"objectType\"", """
            "subjectPseudonym":"sub_of_the_person","correlationId":"trace-7","onBehalfOf":"sub_of_the_child","objectType"
            """.Trim(), StringComparison.Ordinal).Replace("""{"type":"user","id":"u-1"}""", """{"type":"dataSubject","id":"sub_of_the_person"}""", StringComparison.Ordinal);
        var pending = Read($$"""{"messageType":["urn:message:A:B"],"message":{ {{header}}, "requestId":"q-5" } }""");
        var envelope = Encoding.UTF8.GetString(pending.Entry.Canonical);

        Assert.All(["sub_of", "trace-7", "p-1", "plan\"", "q-5"], secret => Assert.DoesNotContain(secret, envelope, StringComparison.Ordinal));
        Assert.Contains("""{"actor":{"type":"dataSubject"},""", envelope, StringComparison.Ordinal);
        Assert.Equal(("sub_of_the_person", null, "sub_of_the_child"), (pending.Details.SubjectPseudonym, pending.Details.ActingSubject, pending.Details.OnBehalfOf));
    }

    [Fact]
    public void The_same_event_commits_to_something_else_each_time()
    {
        var body = $$"""{"messageType":["urn:message:A:B"],"message":{ {{Header}} } }""";

        Assert.NotEqual(Read(body).Entry.Canonical, Read(body).Entry.Canonical);
    }

    [Theory]
    [InlineData("PayloadsErased")]
    [InlineData("PayloadsDropped")]
    public void That_payloads_were_erased_is_not_believed_from_the_bus(string type) => Assert.Throws<InvalidEntryException>(() =>
        Read($$"""{"messageType":["urn:message:Governance.Contracts.Audit.V1:{{type}}"],"message":{ {{Header}} } }"""));

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
