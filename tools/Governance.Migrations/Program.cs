Console.WriteLine("Used by dotnet-ef only: see migrations/README in docs/development.md");
