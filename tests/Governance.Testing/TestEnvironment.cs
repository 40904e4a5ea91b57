namespace Governance.Testing;

/// <summary>Where the tests' PostgreSQL, RabbitMQ and shared data are. <c>./test</c> sets the variables.</summary>
public static class TestEnvironment
{
    /// <summary>Connection string of a PostgreSQL superuser.</summary>
    public static string Postgres => Required("GOVERNANCE_TEST_POSTGRES");

    /// <summary>amqp URI of a broker user that may do everything.</summary>
    public static Uri RabbitMq => new(Required("GOVERNANCE_TEST_RABBITMQ"));

    /// <summary>Base URL of the broker's management API (same user).</summary>
    public static Uri RabbitMqManagement => new(Required("GOVERNANCE_TEST_RABBITMQ_MANAGEMENT"));

    /// <summary>A file of the folder with shared data, for example <c>data/chinook-postgres.sql</c>.</summary>
    public static string Shared(string path)
    {
        var full = Path.Combine(Required("GOVERNANCE_SHARED"), path);
        return File.Exists(full) ? full : throw new FileNotFoundException($"GOVERNANCE_SHARED has no {path}.");
    }

    private static string Required(string name) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } value
            ? value
            : throw new InvalidOperationException($"{name} is not set: run the tests through ./test.");
}
