using System.Buffers.Text;
using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Governance.Contracts;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Governance.Consent.Tests.Receipts;

public sealed class ReceiptTests(ConsentFixture fixture) : IClassFixture<ConsentFixture>
{
    [Fact]
    public async Task A_receipt_verifies_offline_with_nothing_but_the_published_keys()
    {
        var (receipt, record) = await ReceiptAsync();

        // A verifier that knows nothing of this service: another library, the key set, the text.
        var keys = new JsonWebKeySet(await fixture.Anonymous().GetStringAsync("/.well-known/jwks.json"));
        var result = await new JsonWebTokenHandler().ValidateTokenAsync(receipt, new TokenValidationParameters
        {
            IssuerSigningKeys = keys.GetSigningKeys(),
            ValidAlgorithms = ["ES256"],
            ValidTypes = ["consent-receipt+jwt"],
            ValidIssuer = "governance-consent",
            ValidateAudience = false,
            ValidateLifetime = false,
            RequireExpirationTime = false,
        });

        Assert.True(result.IsValid, result.Exception?.Message);
        Assert.Equal(record.GetProperty("id").GetString(), Content(receipt).GetProperty("header").GetProperty("record_id").GetString());
    }

    [Fact]
    public async Task A_receipt_has_the_shape_of_ts_27560_and_names_the_person_by_pseudonym_only()
    {
        var (receipt, record) = await ReceiptAsync("ada.lovelace@example.org");
        var content = Content(receipt);

        Assert.Equal(["pii_principal_id", "record_id", "schema_version"], Names(content.GetProperty("header")), Comparer);
        Assert.Equal(
            ["collection_method", "collection_source", "jurisdiction", "language", "pii_controllers", "pii_information", "privacy_notice", "purpose", "recipient_third_parties", "retention_period", "storage_locations", "withdrawal_method"],
            Names(content.GetProperty("processing")), Comparer);
        Assert.Equal(["address", "contact", "id", "name", "type"], Names(content.GetProperty("party")), Comparer);
        var happened = content.GetProperty("event");
        Assert.Equal(["demonstrable", "entity_id", "event_state", "event_time", "event_type", "recorded_time", "sequence", "validity_duration"], Names(happened), Comparer);
        Assert.Equal(("give", "given", "P365D", 1), (happened.GetProperty("event_type").GetString(), happened.GetProperty("event_state").GetString(), happened.GetProperty("validity_duration").GetString(), happened.GetProperty("sequence").GetInt32()));
        Assert.Equal(record.GetProperty("subject").GetString(), content.GetProperty("header").GetProperty("pii_principal_id").GetString());
        Assert.Equal(record.GetProperty("notice").GetProperty("contentHash").GetString(), content.GetProperty("processing").GetProperty("privacy_notice").GetProperty("content_hash").GetString());
        Assert.DoesNotContain("lovelace", content.GetRawText(), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task A_record_is_read_in_the_shape_of_ts_27560_and_a_receipt_signs_the_same()
    {
        var (receipt, record) = await ReceiptAsync();
        var document = await fixture.Team().GetAsync($"/v1/records/{record.GetProperty("id").GetString()}/ts-27560").JsonAsync(HttpStatusCode.OK);
        var signed = Content(receipt);
        Assert.Equal(["event", "header", "party", "processing"], Names(document), Comparer);
        foreach (var part in document.EnumerateObject())
        {
            foreach (var member in part.Value.EnumerateObject().Where(m => m.Value.ValueKind != JsonValueKind.Null))
                Assert.True(JsonElement.DeepEquals(member.Value, signed.GetProperty(part.Name).GetProperty(member.Name)), $"{part.Name}.{member.Name}");
        }
        Assert.Equal("ISO/IEC TS 27560:2023", document.GetProperty("header").GetProperty("schema_version").GetString());
        Assert.Equal(record.GetProperty("recordedAt").GetDateTimeOffset(), document.GetProperty("event").GetProperty("event_time").GetDateTimeOffset());
        Assert.True(document.GetProperty("event").GetProperty("demonstrable").GetBoolean());

        await fixture.Team().GetAsync($"/v1/records/{Guid.NewGuid()}/ts-27560").IsProblemAsync(HttpStatusCode.NotFound, "not-found");
        using var refused = await fixture.Client("x", Permissions.ConsentDecide).GetAsync($"/v1/records/{Guid.NewGuid()}/ts-27560");
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
    }

    [Fact]
    public async Task The_receipt_of_an_imported_consent_says_when_it_happened_and_whether_it_can_be_shown()
    {
        var purpose = await fixture.PurposeAsync(validityDays: 3650);
        var notice = await fixture.NoticeAsync(purpose);
        var csv = "identifierKind,identifier,purpose,action,occurredAt,notice,noticeVersion,language,evidence\n"
            + $"email,shown@example.org,{purpose},give,2026-01-02T03:04:05Z,{notice},1,en,scan 4711\n"
            + $"email,bare@example.org,{purpose},give,2026-01-02T03:04:05Z,{notice},1,en,\n";
        await fixture.Client("dpo-1", Permissions.ConsentGovern).PostAsync("/v1/imports?source=legacy", new StringContent(csv, Encoding.UTF8, "text/csv")).JsonAsync(HttpStatusCode.Accepted);

        var shown = (await ImportedAsync("shown@example.org", purpose)).GetProperty("event");
        Assert.Equal(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero), shown.GetProperty("event_time").GetDateTimeOffset());
        Assert.True(shown.GetProperty("recorded_time").GetDateTimeOffset() > shown.GetProperty("event_time").GetDateTimeOffset());
        Assert.Equal("P3650D", shown.GetProperty("validity_duration").GetString());
        Assert.Equal((true, "scan 4711"), (shown.GetProperty("demonstrable").GetBoolean(), shown.GetProperty("evidence").GetString()));
        var bare = (await ImportedAsync("bare@example.org", purpose)).GetProperty("event");
        Assert.False(bare.GetProperty("demonstrable").GetBoolean());
        Assert.False(bare.TryGetProperty("evidence", out _));
    }

    [Fact]
    public async Task The_receipt_of_a_withdrawal_names_the_notice_it_answers()
    {
        var purpose = await fixture.PurposeAsync();
        var notice = await fixture.NoticeAsync(purpose);
        await fixture.Team().PostAsJsonAsync("/v1/records", Bodies.Record("w@example.org", purpose, "give", notice)).JsonAsync(HttpStatusCode.Created);
        var withdrawn = await fixture.Team().PostAsJsonAsync("/v1/records", Bodies.Record("w@example.org", purpose, "withdraw")).JsonAsync(HttpStatusCode.Created);

        var content = Content(await IssueAsync(withdrawn.GetProperty("id").GetString()!));

        Assert.Equal("withdrawn", content.GetProperty("event").GetProperty("event_state").GetString());
        Assert.Equal(notice, content.GetProperty("processing").GetProperty("privacy_notice").GetProperty("code").GetString());
    }

    [Fact]
    public async Task Every_changed_character_breaks_a_receipt()
    {
        var (receipt, _) = await ReceiptAsync();
        Assert.True((await VerifyAsync(receipt)).GetProperty("valid").GetBoolean());

        // Every 7th position, another character of the alphabet; the signature's last one too, whose low bits carry nothing.
        foreach (var position in Enumerable.Range(0, receipt.Length).Where(i => i % 7 == 0 || i == receipt.Length - 1))
        {
            foreach (var other in receipt[position] == 'A' ? "B" : "AB".Replace(receipt[position].ToString(), "", StringComparison.Ordinal))
            {
                var changed = receipt[..position] + other + receipt[(position + 1)..];
                Assert.False((await VerifyAsync(changed)).GetProperty("valid").GetBoolean(), $"position {position}");
            }
        }
    }

    [Theory]
    [InlineData("", "malformed")]
    [InlineData("a.b.c", "malformed")]
    [InlineData("e30.e30", "malformed")]
    public async Task What_is_no_receipt_is_told_apart(string text, string reason)
    {
        var answer = await VerifyAsync(text);
        Assert.Equal((false, reason), (answer.GetProperty("valid").GetBoolean(), answer.GetProperty("reason").GetString()));
    }

    [Fact]
    public async Task Stray_bits_padding_and_a_second_member_of_a_name_do_not_verify()
    {
        var (receipt, _) = await ReceiptAsync();
        var parts = receipt.Split('.');
        const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        // 64 bytes are 86 characters: the last one has four bits that mean nothing.
        var last = Alphabet.IndexOf(parts[2][^1], StringComparison.Ordinal);
        Assert.Equal("malformed", (await VerifyAsync($"{parts[0]}.{parts[1]}.{parts[2][..^1]}{Alphabet[last ^ 1]}")).GetProperty("reason").GetString());
        Assert.Equal("malformed", (await VerifyAsync($"{receipt}==")).GetProperty("reason").GetString());
        var doubled = Base64Url.EncodeToString("""{"alg":"none","alg":"ES256"}"""u8);
        Assert.Equal("malformed", (await VerifyAsync($"{doubled}.{parts[1]}.{parts[2]}")).GetProperty("reason").GetString());
    }

    [Theory]
    [InlineData("none", "consent-receipt+jwt", "notAReceipt")]
    [InlineData("HS256", "consent-receipt+jwt", "notAReceipt")]
    [InlineData("ES256", "at+jwt", "notAReceipt")]
    [InlineData("ES256", "consent-receipt+jwt", "signatureWrong")]
    public async Task A_forged_receipt_is_refused(string alg, string typ, string reason)
    {
        var (receipt, _) = await ReceiptAsync();
        using var header = JsonDocument.Parse(Base64Url.DecodeFromChars(receipt.Split('.')[0]));
        var forged = Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(new { alg, kid = header.RootElement.GetProperty("kid").GetString(), typ }));
        using var stranger = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var signed = $"{forged}.{receipt.Split('.')[1]}";
        var signature = stranger.SignData(Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256);

        var answer = await VerifyAsync($"{signed}.{Base64Url.EncodeToString(signature)}");

        Assert.Equal((false, reason), (answer.GetProperty("valid").GetBoolean(), answer.GetProperty("reason").GetString()));
        Assert.Equal(JsonValueKind.Null, answer.GetProperty("content").ValueKind);
    }

    [Fact]
    public async Task The_page_verifies_without_script_and_escapes_what_was_pasted()
    {
        var (receipt, _) = await ReceiptAsync();
        using var anonymous = fixture.Anonymous();
        using var empty = await anonymous.GetAsync("/receipts");
        Assert.Contains("<form method=\"post\" action=\"/receipts\">", await empty.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        var policy = string.Join(' ', empty.Headers.GetValues("Content-Security-Policy"));
        Assert.DoesNotContain("script", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        Assert.Contains("default-src 'none'", policy, StringComparison.Ordinal);

        Assert.Contains("This receipt is genuine", await PasteAsync($"  {receipt}\r\n"), StringComparison.Ordinal);
        var bad = await PasteAsync("</textarea><script>alert(1)</script>");
        Assert.Contains("does not verify", bad, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", bad, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_receipt_of_no_record_is_not_found_and_not_for_everyone()
    {
        await fixture.Team().GetAsync($"/v1/records/{Guid.NewGuid()}/receipt").IsProblemAsync(HttpStatusCode.NotFound, "not-found");
        using var refused = await fixture.Client("x", Permissions.ConsentDecide).GetAsync($"/v1/records/{Guid.NewGuid()}/receipt");
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
    }

    private static StringComparer Comparer => StringComparer.Ordinal;

    private static IEnumerable<string> Names(JsonElement element) => element.EnumerateObject().Select(p => p.Name).Order(StringComparer.Ordinal);

    private static JsonElement Content(string receipt) => JsonDocument.Parse(Base64Url.DecodeFromChars(receipt.Split('.')[1])).RootElement;

    private async Task<(string Receipt, JsonElement Record)> ReceiptAsync(string identifier = "someone@example.org")
    {
        var purpose = await fixture.PurposeAsync(validityDays: 365);
        var notice = await fixture.NoticeAsync(purpose);
        var record = await fixture.Team().PostAsJsonAsync("/v1/records", Bodies.Record(identifier, purpose, "give", notice)).JsonAsync(HttpStatusCode.Created);
        return (await IssueAsync(record.GetProperty("id").GetString()!), record);
    }

    private async Task<JsonElement> ImportedAsync(string person, string purpose)
    {
        var id = await Governance.Testing.Eventually.GetAsync(
            async () => (await fixture.Team().PostAsJsonAsync("/v1/subjects/history", new { subject = Bodies.Subject(person), purpose }).JsonAsync(HttpStatusCode.OK))
                .GetProperty("items").EnumerateArray().Select(r => r.GetProperty("id").GetString()).FirstOrDefault(),
            "the consent is imported");
        return Content(await IssueAsync(id));
    }

    private async Task<string> IssueAsync(string record) =>
        (await fixture.Team().GetAsync($"/v1/records/{record}/receipt").JsonAsync(HttpStatusCode.OK)).GetProperty("receipt").GetString()!;

    private Task<JsonElement> VerifyAsync(string receipt) =>
        fixture.Anonymous().PostAsJsonAsync("/v1/public/receipts/verification", new { receipt }).JsonAsync(HttpStatusCode.OK);

    private async Task<string> PasteAsync(string receipt)
    {
        using var form = new FormUrlEncodedContent([new("receipt", receipt)]);
        using var response = await fixture.Anonymous().PostAsync("/receipts", form);
        return await response.Content.ReadAsStringAsync();
    }
}
