namespace Governance.Transparency.Tests;

/// <summary>Changes bytes as a fault, or somebody hostile, would.</summary>
internal static class Damage
{
    public static byte[] Of(byte[] good, Random random)
    {
        var bytes = good.ToList();
        for (var changes = random.Next(1, 4); changes > 0 && bytes.Count > 0; changes--)
        {
            var at = random.Next(bytes.Count);
            switch (random.Next(6))
            {
                case 0:
                    bytes[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 1:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 2:
                    bytes.RemoveRange(at, Math.Min(random.Next(1, 40), bytes.Count - at));
                    break;
                case 3:
                    bytes.InsertRange(at, [.. good.Skip(random.Next(good.Length)).Take(random.Next(1, 40))]);
                    break;
                case 4:
                    bytes.Insert(at, (byte)"\n +=0\u00e2"[random.Next(6)]);
                    break;
                default:
                    bytes.RemoveRange(at, bytes.Count - at);
                    break;
            }
        }

        return [.. bytes];
    }
}
