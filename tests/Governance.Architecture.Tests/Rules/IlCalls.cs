using System.Reflection.Emit;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;

namespace Governance.Architecture.Tests.Rules;

/// <summary>Reads which members of other assemblies a method calls, or takes the address of.</summary>
internal static class IlCalls
{
    private static readonly Dictionary<int, OpCode> OpCodesByValue = typeof(OpCodes).GetFields()
        .Select(f => (OpCode)f.GetValue(null)!).ToDictionary(o => (int)(ushort)o.Value);

    public static IEnumerable<string> Of(MetadataReader metadata, MethodBodyBlock body) =>
        Tokens(body.GetILBytes()!).Select(token => MetadataTokens.EntityHandle(token)).Select(handle => Name(metadata, handle)).Where(name => name.Length > 0);

    private static string Name(MetadataReader metadata, EntityHandle handle)
    {
        if (handle.Kind == HandleKind.MethodSpecification)
            handle = metadata.GetMethodSpecification((MethodSpecificationHandle)handle).Method;
        if (handle.Kind != HandleKind.MemberReference)
            return "";
        var member = metadata.GetMemberReference((MemberReferenceHandle)handle);
        return $"{TypeNames.Of(metadata, member.Parent)}.{metadata.GetString(member.Name)}";
    }

    private static List<int> Tokens(byte[] il)
    {
        var tokens = new List<int>();
        for (var at = 0; at < il.Length;)
        {
            var opCode = OpCodesByValue[il[at] == 0xFE ? 0xFE00 | il[at + 1] : il[at]];
            at += opCode.Size;
            if (opCode.OperandType == OperandType.InlineMethod)
                tokens.Add(BitConverter.ToInt32(il, at));
            at += OperandSize(opCode.OperandType, il, at);
        }

        return tokens;
    }

    private static int OperandSize(OperandType type, byte[] il, int at) => type switch
    {
        OperandType.InlineNone => 0,
        OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
        OperandType.InlineVar => 2,
        OperandType.InlineI8 or OperandType.InlineR => 8,
        OperandType.InlineSwitch => 4 + (4 * BitConverter.ToInt32(il, at)),
        _ => 4,
    };
}
