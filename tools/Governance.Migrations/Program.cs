Console.WriteLine("""
    Used by dotnet-ef only. A new migration of a service, here dsar:

      dotnet tool restore
      dotnet ef migrations add NAME --project services/dsar --startup-project tools/Governance.Migrations --context DsarDbContext --output-dir Data/Migrations
    """);
