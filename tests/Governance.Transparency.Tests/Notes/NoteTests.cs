using System.Text;
using Governance.Notes;

namespace Governance.Transparency.Tests.Notes;

public sealed class NoteTests
{
    private const string ExampleKey = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k";
    private const string Example = "This is an example message.\n\n\u2014 example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n";
    private static readonly byte[] Seed = [.. Enumerable.Range(1, 32).Select(i => (byte)i)];

    [Fact]
    public void The_example_of_the_specification_verifies()
    {
        Assert.True(VerifierKey.TryParse(ExampleKey, out var key));
        Assert.Equal((0x530d903au, SignatureType.Ed25519, ExampleKey), (key.Id, key.Type, key.ToString()));
        var note = Parse(Example);
        Assert.Equal("This is an example message.\n", note.Text);
        Assert.Equal([key], note.VerifiedBy([key]));
        Assert.Equal(Example, note.ToString());
    }

    [Fact]
    public void Every_flipped_bit_of_the_example_is_refused()
    {
        Assert.True(VerifierKey.TryParse(ExampleKey, out var key));
        var bytes = Encoding.UTF8.GetBytes(Example);
        for (var bit = 0; bit < bytes.Length * 8; bit++)
        {
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.False(SignedNote.TryParse(bytes, out var note) && note.VerifiedBy([key]).Count > 0, $"bit {bit}");
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
        }
    }

    [Fact]
    public void A_note_may_carry_several_signatures_and_strangers_are_left_out()
    {
        using var one = new NoteSigner("one.example", SignatureType.Ed25519, Seed);
        using var two = new NoteSigner("two.example", SignatureType.Ed25519, new byte[32]);
        var note = Signed("with\n\nempty lines\n", one, two);

        Assert.Equal("with\n\nempty lines\n", note.Text);
        Assert.Equal([one.Key.ToString(), two.Key.ToString()], note.VerifiedBy([one.Key, two.Key]).Select(k => k.ToString()));
        Assert.Equal([two.Key], note.VerifiedBy([two.Key]));
        Assert.Empty(note.VerifiedBy([]));
        // The same line twice counts once.
        Assert.Single(note.With([note.Signatures[1]]).VerifiedBy([two.Key]));
        // The same id under another name, and the same name with another id, are strangers.
        Assert.Empty(note.VerifiedBy([new VerifierKey("three.example", SignatureType.Ed25519, one.Key.PublicKey), new VerifierKey("one.example", SignatureType.Ed25519, two.Key.PublicKey)]));
    }

    [Fact]
    public void A_wrong_signature_in_the_name_of_a_known_key_spoils_the_note()
    {
        using var one = new NoteSigner("one.example", SignatureType.Ed25519, Seed);
        using var two = new NoteSigner("two.example", SignatureType.Ed25519, new byte[32]);
        var note = Signed("text\n", one, two);
        var forged = note with { Signatures = [note.Signatures[0], note.Signatures[1] with { Bytes = note.Signatures[0].Bytes }] };

        Assert.Empty(forged.VerifiedBy([one.Key, two.Key]));
        Assert.Equal([one.Key], forged.VerifiedBy([one.Key]));
    }

    [Fact]
    public void A_cosignature_says_when_and_is_no_plain_signature()
    {
        using var witness = new NoteSigner("witness.example/w1", SignatureType.Cosignature, Seed);
        using var sameKey = new NoteSigner("witness.example/w1", SignatureType.Ed25519, Seed);
        var time = DateTimeOffset.FromUnixTimeSeconds(1679315147);
        var text = "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n";
        var line = witness.Sign(Encoding.UTF8.GetBytes(text), time);

        Assert.Equal(72, line.Bytes.Length);
        Assert.NotEqual(witness.Key.Id, sameKey.Key.Id);
        Assert.True(Cosignature.TryRead(line, out var said, out var signature));
        Assert.Equal(1679315147, said);
        Assert.True(Ed25519.Verify(witness.Key.PublicKey, Encoding.UTF8.GetBytes("cosignature/v1\ntime 1679315147\n" + text), signature));
        var note = new SignedNote(text, [line]);
        Assert.Equal([witness.Key], note.VerifiedBy([witness.Key]));
        // Another time than the one signed.
        line.Bytes[7] ^= 1;
        Assert.Empty(note.VerifiedBy([witness.Key]));
        line.Bytes[7] ^= 1;
        line.Bytes[0] = 0x80;
        Assert.Empty(note.VerifiedBy([witness.Key]));
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n\n")]
    [InlineData("text\n")]
    [InlineData("text\n\n")]
    [InlineData("text\n\n\u2014 name \n")]
    [InlineData("text\n\n\u2014 name AAAAAA==\n")] // Four bytes are an id without a signature.
    [InlineData("text\n\n\u2014 name AAAAAAA=")] // No newline at the end.
    [InlineData("text\n\n- name AAAAAAA=\n")]
    [InlineData("text\n\n\u2014  AAAAAAA=\n")]
    [InlineData("text\n\n\u2014 na+me AAAAAAA=\n")]
    [InlineData("text\n\n\u2014 na\u00a0me AAAAAAA=\n")]
    [InlineData("text\n\n\u2014 name AAAAAAA= \n")]
    [InlineData("text\n\n\u2014 name AAAAAAB=\n")] // Stray bits at the end.
    [InlineData("text\n\n\u2014 name AAAA AAA=\n")]
    [InlineData("text\r\n\n\u2014 name AAAAAAA=\n")]
    [InlineData("te\txt\n\n\u2014 name AAAAAAA=\n")]
    [InlineData("te\0xt\n\n\u2014 name AAAAAAA=\n")]
    [InlineData("text\n\n\u2014 name AAAAAAA=\nmore\n")]
    public void What_is_not_a_note_is_refused(string text) => Assert.False(SignedNote.TryParse(Encoding.UTF8.GetBytes(text), out _));

    [Fact]
    public void Notes_that_are_not_text_too_long_or_with_too_many_signatures_are_refused()
    {
        Assert.False(SignedNote.TryParse([0xff, .. Encoding.UTF8.GetBytes(Example)], out _));
        Assert.False(SignedNote.TryParse(Encoding.UTF8.GetBytes(new string('x', SignedNote.MaxBytes) + Example), out _));
        var line = Example[(Example.IndexOf("\n\n", StringComparison.Ordinal) + 2)..];
        Assert.True(SignedNote.TryParse(Encoding.UTF8.GetBytes("x\n\n" + string.Concat(Enumerable.Repeat(line, SignedNote.MaxSignatures))), out _));
        Assert.False(SignedNote.TryParse(Encoding.UTF8.GetBytes("x\n\n" + string.Concat(Enumerable.Repeat(line, SignedNote.MaxSignatures + 1))), out _));
    }

    [Theory]
    [InlineData("example.com/foo+530d903b+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k")] // Another id.
    [InlineData("example.com/fop+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k")]
    [InlineData("example.com/foo+530d903a+AukyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k")] // Another type.
    [InlineData("example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U")]
    [InlineData("example.com/foo+30d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k")]
    [InlineData("+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k")]
    [InlineData("PRIVATE+KEY+example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k")]
    [InlineData("")]
    [InlineData("++")]
    public void What_is_not_a_verifier_key_is_refused(string text) => Assert.False(VerifierKey.TryParse(text, out _));

    [Theory]
    [InlineData("a\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n", true)]
    [InlineData("a\n9223372036854775807\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n", true)]
    [InlineData("a\n1\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\nan extension\n", true)]
    [InlineData("a\n9223372036854775808\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n", false)]
    [InlineData("a\n01\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n", false)]
    [InlineData("a\n-1\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n", false)]
    [InlineData("a\n+1\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n", false)]
    [InlineData("a\n1 \n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n", false)]
    [InlineData("a\n\u0661\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n", false)]
    [InlineData("a\n1\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuA==\n", false)]
    [InlineData("a\n1\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU\n", false)]
    [InlineData("\n1\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n", false)]
    [InlineData("a\n1\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n\n", false)]
    [InlineData("a\n1\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=", false)]
    [InlineData("a\n1\n", false)]
    public void A_checkpoint_has_one_form(string text, bool isOne)
    {
        Assert.Equal(isOne, Checkpoint.TryParse(text, out var checkpoint));
        if (isOne && !text.Contains("extension", StringComparison.Ordinal))
            Assert.Equal(text, checkpoint!.ToText());
    }

    [Fact]
    public void Random_damage_never_passes_and_never_throws()
    {
        using var one = new NoteSigner("one.example", SignatureType.Ed25519, Seed);
        using var witness = new NoteSigner("witness.example", SignatureType.Cosignature, new byte[32]);
        var good = Signed("one.example\n7\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n", one, witness).ToBytes();
        // Not for secrets: every run is to try the same.
        var random = new Random(20310506);
        for (var round = 0; round < 20_000; round++)
        {
            var bad = Damage.Of(good, random);
            if (bad.AsSpan().SequenceEqual(good) || !SignedNote.TryParse(bad, out var note))
                continue;
            // Who signed what is left of it has signed exactly this text.
            if (note.VerifiedBy([one.Key, witness.Key]).Count > 0)
                Assert.Equal("one.example\n7\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n", note.Text);
            _ = Checkpoint.TryParse(note.Text, out _);
        }
    }

    private static SignedNote Signed(string text, params NoteSigner[] signers)
    {
        var note = new SignedNote(text, []);
        return Parse(note.With(signers.Select(s => s.Sign(note.TextBytes, DateTimeOffset.UnixEpoch))).ToString());
    }

    private static SignedNote Parse(string text)
    {
        Assert.True(SignedNote.TryParse(Encoding.UTF8.GetBytes(text), out var note));
        return note;
    }
}
