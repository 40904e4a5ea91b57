using System.Reflection;
using System.Runtime.InteropServices;

namespace Governance.Notes;

/// <summary>The few functions of OpenSSL's libcrypto that Ed25519 needs. .NET has no Ed25519 of its own.</summary>
internal static unsafe partial class LibCrypto
{
    public const int Ed25519 = 1087;
    private const string Library = "libcrypto";

    /// <summary>OpenSSL 3 and 1.1.1 offer the same functions; the name without a version exists on development machines only.</summary>
    private static readonly string[] Names = ["libcrypto.so.3", "libcrypto.so.1.1", "libcrypto.3.dylib", "libcrypto-3-x64.dll", Library];

    static LibCrypto() => NativeLibrary.SetDllImportResolver(typeof(LibCrypto).Assembly, Resolve);

    [LibraryImport(Library, EntryPoint = "EVP_PKEY_new_raw_private_key")]
    public static partial KeyHandle NewPrivateKey(int type, nint engine, byte* key, nuint length);

    [LibraryImport(Library, EntryPoint = "EVP_PKEY_new_raw_public_key")]
    public static partial KeyHandle NewPublicKey(int type, nint engine, byte* key, nuint length);

    [LibraryImport(Library, EntryPoint = "EVP_PKEY_get_raw_public_key")]
    public static partial int GetPublicKey(KeyHandle key, byte* publicKey, nuint* length);

    [LibraryImport(Library, EntryPoint = "EVP_MD_CTX_new")]
    public static partial DigestHandle NewDigest();

    [LibraryImport(Library, EntryPoint = "EVP_DigestSignInit")]
    public static partial int SignInit(DigestHandle context, nint keyContext, nint digest, nint engine, KeyHandle key);

    [LibraryImport(Library, EntryPoint = "EVP_DigestSign")]
    public static partial int Sign(DigestHandle context, byte* signature, nuint* signatureLength, byte* message, nuint messageLength);

    [LibraryImport(Library, EntryPoint = "EVP_DigestVerifyInit")]
    public static partial int VerifyInit(DigestHandle context, nint keyContext, nint digest, nint engine, KeyHandle key);

    [LibraryImport(Library, EntryPoint = "EVP_DigestVerify")]
    public static partial int Verify(DigestHandle context, byte* signature, nuint signatureLength, byte* message, nuint messageLength);

    /// <summary>A failed verification leaves an entry in the thread's error queue, where an unrelated caller would find it.</summary>
    [LibraryImport(Library, EntryPoint = "ERR_clear_error")]
    public static partial void ClearErrors();

    [LibraryImport(Library, EntryPoint = "EVP_PKEY_free")]
    private static partial void FreeKey(nint key);

    [LibraryImport(Library, EntryPoint = "EVP_MD_CTX_free")]
    private static partial void FreeDigest(nint context);

    private static nint Resolve(string name, Assembly assembly, DllImportSearchPath? path)
    {
        if (name != Library)
            return 0;
        foreach (var candidate in Names)
        {
            if (NativeLibrary.TryLoad(candidate, assembly, path, out var handle))
                return handle;
        }

        throw new DllNotFoundException("OpenSSL's libcrypto (3 or 1.1.1) is needed for Ed25519 signatures and was not found.");
    }

    internal sealed class KeyHandle : SafeHandle
    {
        public KeyHandle()
            : base(0, ownsHandle: true)
        {
        }

        public override bool IsInvalid => handle == 0;

        protected override bool ReleaseHandle()
        {
            FreeKey(handle);
            return true;
        }
    }

    internal sealed class DigestHandle : SafeHandle
    {
        public DigestHandle()
            : base(0, ownsHandle: true)
        {
        }

        public override bool IsInvalid => handle == 0;

        protected override bool ReleaseHandle()
        {
            FreeDigest(handle);
            return true;
        }
    }
}
