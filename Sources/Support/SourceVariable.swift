#if !hasFeature(Embedded)
  /// A variable or parameter of a program's source, as its debug information describes it.
  public struct SourceVariable: Equatable, Sendable {
    /// Where it is.
    public enum Place: Equatable, Sendable {
      /// In no memory, or in more places than one.
      case unknown
      /// In the frame of its function, so many bytes behind the frame base.
      case frame(offset: Int)
      /// At an address of the linear memory.
      case memory(address: UInt32)
    }

    /// Its name.
    public var name: String
    /// Its type, which a reader knows by this number.
    public var type: UInt64
    /// Where it is.
    public var place: Place
    /// Whether it is a parameter.
    public var isParameter: Bool
    /// How many functions are inlined between the place that was asked about and the function that it belongs to.
    public var inlineDepth: Int

    /// Creates a variable.
    public init(
      name: String, type: UInt64, place: Place, isParameter: Bool = false, inlineDepth: Int = 0
    ) {
      self.name = name
      self.type = type
      self.place = place
      self.isParameter = isParameter
      self.inlineDepth = inlineDepth
    }
  }

  /// The variables that a place in a module is in the scope of.
  public struct SourceScope: Equatable, Sendable {
    /// The byte offsets in the module of the function.
    public var function: Range<Int>
    /// The byte offset of the first instruction behind those that put parameters where the debug information says; nil if it is not
    /// known.
    public var body: Int?
    /// The local of the module that is the frame base; nil if that is something else.
    public var frameLocal: Int?
    /// How many functions the source's compiler inlined around the place.
    public var inlineCount: Int
    /// The variables, those of inner scopes first.
    public var variables: [SourceVariable]

    /// Creates a scope.
    public init(
      function: Range<Int>, body: Int?, frameLocal: Int?, inlineCount: Int = 0,
      variables: [SourceVariable]
    ) {
      self.inlineCount = inlineCount
      self.function = function
      self.body = body
      self.frameLocal = frameLocal
      self.variables = variables
    }
  }

  /// A type of a program's source.
  public struct SourceType: Equatable, Sendable {
    /// What it is.
    public enum Kind: Equatable, Sendable {
      /// True or false.
      case boolean
      /// A number with sign.
      case signed
      /// A number without.
      case unsigned
      /// A number with or without sign that stands for a character.
      case character(isSigned: Bool)
      /// A number in the format of IEEE 754.
      case float
      /// An address of something of the target type.
      case pointer
      /// Elements of the target type; each part is a dimension.
      case array
      /// Members one behind the other.
      case structure
      /// Members at the same place.
      case union
      /// A number of the target type that may have a name: the parts.
      case enumeration
      /// Another name of the target type.
      case alias
      /// The target type, with something that changes nothing for who reads it.
      case qualified
      /// A function.
      case function
      /// Something else.
      case other
    }

    /// A member, an enumerator or a dimension.
    public struct Part: Equatable, Sendable {
      /// Its name.
      public var name: String
      /// A member's type.
      public var type: UInt64
      /// A member's offset in bytes, what an enumerator means, or a dimension's length; nil if it is not known.
      public var value: Int?
      /// Of a bit field the first bit from the start of the structure, and how many there are.
      public var bits: Range<Int>?

      /// Creates a part.
      public init(name: String, type: UInt64 = 0, value: Int?, bits: Range<Int>? = nil) {
        self.name = name
        self.type = type
        self.value = value
        self.bits = bits
      }
    }

    /// What it is.
    public var kind: Kind
    /// Its name; empty if it has none.
    public var name: String
    /// How many bytes it has; 0 if the debug information does not say.
    public var size: Int
    /// The type that it is made of; 0 for none.
    public var target: UInt64
    /// Members, enumerators or dimensions.
    public var parts: [Part]

    /// Creates a type.
    public init(
      kind: Kind, name: String = "", size: Int = 0, target: UInt64 = 0, parts: [Part] = []
    ) {
      self.kind = kind
      self.name = name
      self.size = size
      self.target = target
      self.parts = parts
    }
  }

  /// Answers what debug information says of variables.
  public protocol SourceVariableReader: AnyObject {
    /// The variables at a byte offset in the module; nil if it is in no known function.
    func scope(at offset: Int) -> SourceScope?
    /// The variables outside of functions.
    func globals() -> [SourceVariable]
    /// The type with a number; nil if there is none.
    func type(_ id: UInt64) -> SourceType?
  }
#endif
