// The compiler needs these types, and .NET Standard 2.0 lacks them. PolySharp could generate them, but in an order that changes from build to build.
#pragma warning disable IDE0130 // the compiler looks for the types in these namespaces

namespace System
{
    /// <summary>A position in a sequence, counted from the start or from the end. The compiler uses it for <c>[^1]</c> and for list patterns.</summary>
    internal readonly struct Index(int value, bool fromEnd = false)
    {
        /// <summary>Gets the position from the start in a sequence of the given length.</summary>
        public int GetOffset(int length) => fromEnd ? length - value : value;
    }
}

namespace System.Runtime.CompilerServices
{
    /// <summary>Makes <c>init</c> accessors possible: the compiler looks for this type.</summary>
    internal static class IsExternalInit;

    /// <summary>Marks members that are <c>required</c>.</summary>
    [AttributeUsage(AttributeTargets.All)]
    internal sealed class RequiredMemberAttribute : Attribute;

    /// <summary>Marks a member that only a compiler which supports the named feature can use.</summary>
    [AttributeUsage(AttributeTargets.All, AllowMultiple = true)]
    internal sealed class CompilerFeatureRequiredAttribute(string featureName) : Attribute
    {
        public string FeatureName => featureName;
    }
}

namespace System.Diagnostics.CodeAnalysis
{
    /// <summary>Marks constructors that set all <c>required</c> members.</summary>
    [AttributeUsage(AttributeTargets.Constructor)]
    internal sealed class SetsRequiredMembersAttribute : Attribute;
}
