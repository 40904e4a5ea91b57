using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;

namespace Governance.Architecture.Tests.Rules;

/// <summary>Finds calls of clocks, random ids and blocking waits in compiled code: time comes from TimeProvider, ids are version 7.</summary>
internal static class BannedCallRule
{
    private static readonly HashSet<string> Banned =
    [
        "System.DateTime.get_Now", "System.DateTime.get_UtcNow", "System.DateTime.get_Today",
        "System.DateTimeOffset.get_Now", "System.DateTimeOffset.get_UtcNow",
        "System.Guid.NewGuid",
        "System.Threading.Tasks.Task.Wait", "System.Threading.Tasks.Task.WaitAll", "System.Threading.Tasks.Task.WaitAny",
        "System.Threading.Tasks.Task`1.get_Result", "System.Threading.Tasks.ValueTask`1.get_Result",
    ];

    // Every await calls this too, but from the state machine that the compiler writes.
    private static readonly HashSet<string> BannedOutsideAwait =
    [
        "System.Runtime.CompilerServices.TaskAwaiter.GetResult", "System.Runtime.CompilerServices.TaskAwaiter`1.GetResult",
        "System.Runtime.CompilerServices.ValueTaskAwaiter.GetResult", "System.Runtime.CompilerServices.ValueTaskAwaiter`1.GetResult",
        "ConfiguredTaskAwaiter.GetResult", "ConfiguredValueTaskAwaiter.GetResult",
    ];

    /// <param name="isInScope">Full name of the type that holds the code → whether to look.</param>
    public static IReadOnlyList<string> Check(Assembly assembly, Func<string, bool>? isInScope = null)
    {
        using var file = new PEReader(File.OpenRead(assembly.Location));
        var metadata = file.GetMetadataReader();
        var found = new List<string>();
        foreach (var method in metadata.MethodDefinitions.Select(metadata.GetMethodDefinition).Where(m => m.RelativeVirtualAddress != 0))
        {
            var type = TypeNames.Of(metadata, method.GetDeclaringType());
            if (isInScope is not null && !isInScope(type))
                continue;
            var name = metadata.GetString(method.Name);
            var isAwaiting = IsStateMachine(type) ? name == "MoveNext" : name.StartsWith("<Main>", StringComparison.Ordinal);
            found.AddRange(IlCalls.Of(metadata, file.GetMethodBody(method.RelativeVirtualAddress))
                .Where(call => Banned.Contains(call) || (!isAwaiting && BannedOutsideAwait.Contains(call)))
                .Select(call => $"{type}.{name} calls {call}"));
        }

        return found;
    }

    /// <summary><c>Outer+&lt;Method&gt;d__1</c>, or <c>Outer+&lt;&gt;c+&lt;&lt;Method&gt;b__0&gt;d</c> for a lambda.</summary>
    private static bool IsStateMachine(string type)
    {
        var name = type[(type.LastIndexOf('+') + 1)..].Split('`')[0];
        return name.StartsWith('<') && (name.Contains(">d__", StringComparison.Ordinal) || name.EndsWith(">d", StringComparison.Ordinal));
    }
}

internal static class TypeNames
{
    public static string Of(MetadataReader metadata, TypeDefinitionHandle handle)
    {
        var type = metadata.GetTypeDefinition(handle);
        var name = metadata.GetString(type.Name);
        return type.GetDeclaringType() is { IsNil: false } outer ? $"{Of(metadata, outer)}+{name}" : Join(metadata.GetString(type.Namespace), name);
    }

    public static string Of(MetadataReader metadata, EntityHandle handle) => handle.Kind switch
    {
        HandleKind.TypeReference => Of(metadata, metadata.GetTypeReference((TypeReferenceHandle)handle)),
        HandleKind.TypeDefinition => Of(metadata, (TypeDefinitionHandle)handle),
        HandleKind.TypeSpecification => OfGeneric(metadata, metadata.GetTypeSpecification((TypeSpecificationHandle)handle)),
        _ => "",
    };

    private static string Of(MetadataReader metadata, TypeReference type) => Join(metadata.GetString(type.Namespace), metadata.GetString(type.Name));

    /// <summary>ECMA-335 II.23.2.14: GENERICINST, CLASS or VALUETYPE, then the generic type.</summary>
    private static string OfGeneric(MetadataReader metadata, TypeSpecification specification)
    {
        var signature = metadata.GetBlobReader(specification.Signature);
        if (signature.ReadSignatureTypeCode() != SignatureTypeCode.GenericTypeInstance)
            return "";
        signature.ReadCompressedInteger();
        return Of(metadata, signature.ReadTypeHandle());
    }

    private static string Join(string space, string name) => space.Length == 0 ? name : $"{space}.{name}";
}
