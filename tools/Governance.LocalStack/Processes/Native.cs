using System.ComponentModel;
using System.Runtime.InteropServices;

namespace Governance.LocalStack.Processes;

internal static partial class Native
{
    public const int Interrupt = 2;
    public const int Quit = 3;
    public const int KillNow = 9;
    public const int Terminate = 15;
    private const int NoSuchProcess = 3;
    private const int AlreadyExists = 17;

    public static void Kill(int pid, int signal)
    {
        if (KillCore(pid, signal) != 0 && Marshal.GetLastPInvokeError() is var error and not NoSuchProcess)
        {
            throw new Win32Exception(error);
        }
    }

    /// <summary>Makes a directory; false when something of that name is already there, which says nothing about whose it is.</summary>
    public static bool MakeDirectory(string path, UnixFileMode mode)
    {
        if (MkdirCore(path, (uint)mode) == 0)
        {
            return true;
        }

        var error = Marshal.GetLastPInvokeError();
        return error == AlreadyExists ? false : throw new Win32Exception(error);
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int KillCore(int pid, int signal);

    [LibraryImport("libc", EntryPoint = "mkdir", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int MkdirCore(string path, uint mode);
}
