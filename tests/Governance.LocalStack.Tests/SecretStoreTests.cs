namespace Governance.LocalStack.Tests;

public sealed class SecretStoreTests
{
    private const UnixFileMode OwnerReadWrite = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    [Fact]
    public void A_secret_stands_in_a_file_that_only_its_owner_can_read()
    {
        using var folder = new TemporaryFolder();

        folder.Run.Secrets.Password("one");

        var secrets = folder.Run.In("secrets");
        Assert.Equal(OwnerReadWrite, File.GetUnixFileMode(Path.Combine(secrets, "one")));
        Assert.Equal(OwnerReadWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(secrets));
    }

    [Fact]
    public void A_secret_is_made_once_and_read_again_afterwards()
    {
        using var folder = new TemporaryFolder();

        var first = folder.Run.Secrets.Key("key");

        Assert.Equal(first, new RunFolder(folder.Run.Path).Secrets.Key("key"));
        Assert.Equal(32, Convert.FromBase64String(first).Length);
    }

    [Fact]
    public void Two_secrets_differ()
    {
        using var folder = new TemporaryFolder();

        Assert.NotEqual(folder.Run.Secrets.Password("one"), folder.Run.Secrets.Password("two"));
    }
}
