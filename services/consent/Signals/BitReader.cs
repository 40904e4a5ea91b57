namespace Governance.Consent.Signals;

/// <summary>The text is not what its specification says. The message is a stable code.</summary>
internal sealed class MalformedSignalException(string code) : FormatException(code)
{
    public string Code => Message;
}

/// <summary>Reads bits, most significant first, out of base64url text: six to a character, without padding characters.</summary>
internal sealed class BitReader
{
    private const int BitsPerCharacter = 6;

    /// <summary>Encoders fill up to whole characters, bytes or 24 bits; the specification's own examples fill a publisher segment with 57.</summary>
    private const int LongestPadding = 63;

    /// <summary>Fibonacci numbers from F(2) on, as many as stay within an integer.</summary>
    private static readonly int[] Fibonacci = MakeFibonacci();

    private readonly string _text;
    private int _position;

    public BitReader(string text)
    {
        if (text.Length == 0)
            throw new MalformedSignalException("empty");
        if (text.Any(c => ValueOf(c) < 0))
            throw new MalformedSignalException("not-base64url");
        _text = text;
    }

    private int Remaining => (_text.Length * BitsPerCharacter) - _position;

    public bool Bit()
    {
        if (Remaining == 0)
            throw new MalformedSignalException("too-short");
        var (character, bit) = Math.DivRem(_position++, BitsPerCharacter);
        return ((ValueOf(_text[character]) >> (BitsPerCharacter - 1 - bit)) & 1) == 1;
    }

    /// <param name="bits">At most 16; longer numbers with <see cref="Long"/>.</param>
    public int Int(int bits) => (int)Long(bits);

    public long Long(int bits)
    {
        var value = 0L;
        for (var i = 0; i < bits; i++)
            value = (value << 1) | (Bit() ? 1L : 0L);
        return value;
    }

    /// <summary>Numbers, from 1, of the bits that are set.</summary>
    public IReadOnlyList<int> Ids(int bits)
    {
        var ids = new List<int>();
        for (var i = 1; i <= bits; i++)
        {
            if (Bit())
                ids.Add(i);
        }
        return ids;
    }

    /// <summary>Two letters of six bits each, A = 0.</summary>
    public string Letters()
    {
        var (first, second) = (Int(6), Int(6));
        return first > 25 || second > 25 ? throw new MalformedSignalException("not-letters") : $"{(char)('A' + first)}{(char)('A' + second)}";
    }

    /// <summary>A number in Fibonacci coding: it ends with two ones in a row.</summary>
    public int FibonacciInt()
    {
        var (value, last) = (0L, false);
        foreach (var number in Fibonacci)
        {
            var bit = Bit();
            if (bit && last)
                return (int)value;
            value += bit ? number : 0;
            last = bit;
        }
        throw new MalformedSignalException("number-too-large");
    }

    /// <summary>Nothing may follow but a little filling of zeros.</summary>
    public void End()
    {
        if (Remaining > LongestPadding)
            throw new MalformedSignalException("too-long");
        while (Remaining > 0)
        {
            if (Bit())
                throw new MalformedSignalException("padding-not-zero");
        }
    }

    private static int ValueOf(char c) => c switch
    {
        >= 'A' and <= 'Z' => c - 'A',
        >= 'a' and <= 'z' => c - 'a' + 26,
        >= '0' and <= '9' => c - '0' + 52,
        '-' => 62,
        '_' => 63,
        _ => -1,
    };

    private static int[] MakeFibonacci()
    {
        var numbers = new List<int> { 1, 2 };
        // Section ids and group lengths are small; what goes beyond 16 bits is not meant seriously.
        while (numbers[^1] < ushort.MaxValue)
            numbers.Add(numbers[^1] + numbers[^2]);
        return [.. numbers];
    }
}
