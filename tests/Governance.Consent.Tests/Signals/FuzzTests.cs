using Governance.Consent.Signals;

namespace Governance.Consent.Tests.Signals;

/// <summary>
/// Malformed is what is not an encoding. A changed text may happen to be one: it counts as such only if writing what was read back gives
/// the same bits again. All others must be refused, by a code and never by an exception.
/// </summary>
public sealed class FuzzTests
{
    private const int Malformed = 50_000;

    private static readonly string[] TcStrings =
        [TcStringTests.SpecDisclosed, TcStringTests.SpecAllSegments, TcStringTests.SpecPublisher, TcStringTests.LibraryDisclosed, TcStringTests.LibraryAllSegments];

    private static readonly string[] GppStrings =
    [
        "DBACNYA~CPXxRfAPXxRfAAfKABENB-CgAAAAAAAAAAYgAAAAAAAA~1YNN", "DBABjw~CPXxRfAPXxRfAAfKABENB-CgAAAAAAAAAAYgAAAAAAAA~1YNN",
        $"{GppTests.Header(7)}~BVVVkkkkkpFY.YA", $"{GppTests.Header(8)}~BVWSSSVY.YA", $"{GppTests.Header(12)}~BVWSSZFg.YA",
        $"{GppTests.Header(13)}~BVWSSZlY", $"{GppTests.Header(17)}~BVWSSSSVY.Y", $"{GppTests.Header(21)}~BVWSSRklWA.YA", $"{GppTests.Header(2)}~{TcStringTests.LibraryAllSegments}",
        $"{GppTests.Header(24)}~BVVU.YA", $"{GppTests.Header(25)}~BVVV.kkk", $"{GppTests.Header(5)}~BPSG_8APSG_8AAyACAENGdCgf_gfgAfgfgBgABABAAABAB4AACACAAA.fHHHA4444ao",
    ];

    [Fact]
    public void Fifty_thousand_malformed_tc_strings_are_refused_and_what_is_taken_is_an_encoding() =>
        Run(TcStrings, SignalDecoder.Tcf, (text, decoded) => ReferenceEncoder.Encodes(text, decoded.Tcf!), seed: 20260228);

    [Fact]
    public void Fifty_thousand_malformed_gpp_strings_are_refused_and_what_is_taken_is_an_encoding() =>
        Run(GppStrings, SignalDecoder.Gpp, (text, decoded) => ReferenceEncoder.Encodes(text, decoded.Gpp!), seed: 20220928);

    private static void Run(string[] seeds, Func<string, DecodedSignal> decode, Func<string, DecodedSignal, bool> isEncoding, int seed)
    {
        var random = new Random(seed);
        var (refused, taken) = (0, 0);
        while (refused < Malformed)
        {
            var text = Mutate(seeds[random.Next(seeds.Length)], random);
            var decoded = decode(text);
            if (decoded.Fault is not null)
            {
                Assert.False(decoded.Valid);
                refused++;
                continue;
            }
            taken++;
            Assert.True(isEncoding(text, decoded), $"Taken, but not an encoding: {text}");
        }
        // The seeds are near enough to what is valid that some of it is.
        Assert.NotEqual(0, taken);
    }

    private static string Mutate(string text, Random random)
    {
        for (var times = random.Next(1, 4); times > 0; times--)
            text = Once(text, random);
        return text;
    }

    private static string Once(string text, Random random)
    {
        var at = text.Length == 0 ? 0 : random.Next(text.Length);
        return random.Next(11) switch
        {
            0 => Replace(text, at, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"[random.Next(64)]),
            1 => Replace(text, at, (char)random.Next(0x20, 0x7f)),
            2 => Replace(text, at, (char)random.Next(0x80, 0xffff)),
            3 => text[..at],
            4 => text[at..],
            5 => text.Insert(at, new string('A', random.Next(1, 40))),
            6 => text.Insert(at, random.Next(2) == 0 ? "." : "~"),
            7 => text.Length == 0 ? text : text.Remove(at, Math.Min(random.Next(1, 8), text.Length - at)),
            8 => string.Join('.', text.Split('.').OrderBy(_ => random.Next())),
            9 => text + text[at..],
            _ => new string([.. Enumerable.Range(0, random.Next(1, 120)).Select(_ => "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.~"[random.Next(66)])]),
        };
    }

    private static string Replace(string text, int at, char c) => text.Length == 0 ? c.ToString() : $"{text[..at]}{c}{text[(at + 1)..]}";
}
