using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace Governance.ServiceDefaults.Privacy;

/// <summary>
/// Unicode normalisation form C. The runtime leaves text as it is where globalization is invariant, as it is here (docs/decisions/0037), so ICU is asked by its
/// own interface: <c>unorm2_normalize</c>, whose names carry the version.
/// </summary>
internal static class UnicodeText
{
    private const int OldestIcu = 60;
    private const int NewestIcu = 120;

    /// <summary>Each UTF-16 unit becomes three at most (UAX 15, table of expansion factors).</summary>
    private const int LargestExpansion = 3;

    private static readonly Lazy<Icu> Library = new(Load);

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate nint GetInstance(out int error);

    [UnmanagedFunctionPointer(CallingConvention.Cdecl, CharSet = CharSet.Unicode)]
    private delegate int Normalize(nint normaliser, char[] text, int length, [Out] char[] result, int capacity, out int error);

    /// <exception cref="DllNotFoundException">The text is not ASCII and ICU is not installed.</exception>
    public static string ToFormC(string text) => Ascii.IsValid(text) ? text : Library.Value.ToFormC(text);

    private static Icu Load()
    {
        for (var version = NewestIcu; version >= OldestIcu; version--)
        {
            var number = version.ToString(CultureInfo.InvariantCulture);
            if (NativeLibrary.TryLoad($"libicuuc.so.{number}", out var library)
                && NativeLibrary.TryGetExport(library, $"unorm2_getNFCInstance_{number}", out var instance)
                && NativeLibrary.TryGetExport(library, $"unorm2_normalize_{number}", out var normalize))
                return new(Marshal.GetDelegateForFunctionPointer<GetInstance>(instance), Marshal.GetDelegateForFunctionPointer<Normalize>(normalize));
        }
        throw new DllNotFoundException("ICU is needed to compare identifiers that are not ASCII. Install it, on Debian the package libicu72 or newer.");
    }

    private sealed class Icu
    {
        private readonly nint _formC;
        private readonly Normalize _normalize;

        public Icu(GetInstance getFormC, Normalize normalize)
        {
            _formC = getFormC(out var error);
            _normalize = normalize;
            Check(error);
        }

        public string ToFormC(string text)
        {
            var result = new char[text.Length * LargestExpansion];
            var length = _normalize(_formC, text.ToCharArray(), text.Length, result, result.Length, out var error);
            Check(error);
            return new string(result, 0, length);
        }

        // Below zero are warnings.
        private static void Check(int error)
        {
            if (error > 0)
                throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"ICU failed with code {error}."));
        }
    }
}
