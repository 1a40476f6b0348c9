namespace Eds.Core;

/// <summary>Too many secrets wait to be hashed; nothing was changed, and the caller may simply try again.</summary>
public sealed class BusyException() : Exception("Too many secrets wait to be hashed.");
