#if !hasFeature(Embedded)
  public import PVM

  extension GuestModule {
    /// The host functions that the module imports from `jam` by name: all but those with a second
    /// result, which it calls by index.
    public static let importedFunctions = HostFunction.allCases.filter { !$0.hasSecondResult }
  }
#endif
