#include "CDWARFContext.h"

#include "llvm/DebugInfo/DWARF/DWARFCompileUnit.h"
#include "llvm/DebugInfo/DWARF/DWARFDie.h"
#include "llvm/DebugInfo/DWARF/DWARFExpression.h"
#include "llvm/Support/DataExtractor.h"

#include <optional>
#include <vector>

using namespace llvm;
using namespace llvm::dwarf;

namespace {

// The entries in an entry. LLVM's own range compares with the entry at the end, which damaged sections may lack.
std::vector<DWARFDie> children(const DWARFDie &die) {
  std::vector<DWARFDie> result;
  for (DWARFDie child = die.getFirstChild(); child.isValid() && !child.isNULL(); child = child.getSibling())
    result.push_back(child);
  return result;
}

// The operations of an expression in an attribute; none if there is no expression, or a malformed one.
std::vector<DWARFExpression::Operation> operations(const DWARFDie &die, Attribute attribute) {
  std::vector<DWARFExpression::Operation> result;
  std::optional<DWARFFormValue> value = die.find(attribute);
  if (!value) return result;
  std::optional<ArrayRef<uint8_t>> block = value->getAsBlock();
  if (!block) return result;
  DWARFUnit *unit = die.getDwarfUnit();
  DataExtractor data(*block, /*IsLittleEndian=*/true, unit->getAddressByteSize());
  DWARFExpression expression(data, unit->getAddressByteSize(), unit->getFormParams().Format);
  for (const DWARFExpression::Operation &operation : expression) {
    if (operation.isError()) return {};
    result.push_back(operation);
  }
  return result;
}

// The type that an entry, or the one that it is an instance of, has.
uint64_t type(const DWARFDie &die) {
  std::optional<DWARFFormValue> value = die.findRecursively({DW_AT_type});
  if (!value) return 0;
  DWARFDie target = die.getAttributeValueAsReferencedDie(*value);
  return target.isValid() ? target.getOffset() : 0;
}

const char *name(const DWARFDie &die) {
  const char *text = die.getName(DINameKind::ShortName);
  return text ? text : "";
}

void setPlace(const DWARFDie &die, CDWARFVariable &variable) {
  std::vector<DWARFExpression::Operation> found = operations(die, DW_AT_location);
  if (found.size() != 1) return;
  switch (found[0].getCode()) {
  case DW_OP_fbreg:
    variable.place = CDWARFPlaceFrame;
    variable.value = static_cast<int64_t>(found[0].getRawOperand(0));
    return;
  case DW_OP_addr:
    variable.place = CDWARFPlaceMemory;
    variable.value = static_cast<int64_t>(found[0].getRawOperand(0));
    return;
  case DW_OP_addrx:
    if (std::optional<object::SectionedAddress> address =
            die.getDwarfUnit()->getAddrOffsetSectionItem(static_cast<uint32_t>(found[0].getRawOperand(0)))) {
      variable.place = CDWARFPlaceMemory;
      variable.value = static_cast<int64_t>(address->Address);
    }
    return;
  default: return;
  }
}

// Calls the handler if an entry is a variable with a name.
void visit(const DWARFDie &die, uint32_t inlineDepth, CDWARFVariableHandler handler, void *user) {
  Tag tag = die.getTag();
  if (tag != DW_TAG_variable && tag != DW_TAG_formal_parameter) return;
  CDWARFVariable variable = {name(die),        type(die),  CDWARFPlaceUnknown, 0, tag == DW_TAG_formal_parameter,
                             inlineDepth};
  if (!*variable.name || !variable.type) return;
  setPlace(die, variable);
  handler(user, &variable);
}

// The local that is a function's frame base; -1 if it is something else.
int64_t frameLocal(const DWARFDie &function) {
  std::vector<DWARFExpression::Operation> found = operations(function, DW_AT_frame_base);
  bool isValue = found.size() == 2 && found[1].getCode() == DW_OP_stack_value;
  // Kind 0 is a local.
  if ((found.size() == 1 || isValue) && found[0].getCode() == DW_OP_WASM_location && found[0].getRawOperand(0) == 0)
    return static_cast<int64_t>(found[0].getRawOperand(1));
  return -1;
}

// Where the first line behind a function's prologue begins.
uint64_t body(CDWARFContext *context, const DWARFDie &function, uint64_t start, uint64_t end) {
  const DWARFDebugLine::LineTable *table = context->context->getLineTableForUnit(function.getDwarfUnit());
  std::vector<uint32_t> rows;
  if (!table || !table->lookupAddressRange({start, object::SectionedAddress::UndefSection}, end - start, rows))
    return end;
  uint64_t result = end;
  for (uint32_t row : rows) {
    const DWARFDebugLine::Row &line = table->Rows[row];
    if (line.PrologueEnd && line.Address.Address >= start && line.Address.Address < result)
      result = line.Address.Address;
  }
  return result;
}

CDWARFTypeKind baseKind(const DWARFDie &die) {
  switch (dwarf::toUnsigned(die.find(DW_AT_encoding), 0)) {
  case DW_ATE_boolean: return CDWARFTypeBoolean;
  case DW_ATE_signed: return CDWARFTypeSigned;
  case DW_ATE_unsigned: return CDWARFTypeUnsigned;
  case DW_ATE_signed_char: return CDWARFTypeSignedCharacter;
  case DW_ATE_unsigned_char: return CDWARFTypeUnsignedCharacter;
  case DW_ATE_float: return CDWARFTypeFloat;
  default: return CDWARFTypeOther;
  }
}

CDWARFTypeKind kind(const DWARFDie &die) {
  switch (die.getTag()) {
  case DW_TAG_base_type: return baseKind(die);
  case DW_TAG_pointer_type:
  case DW_TAG_reference_type:
  case DW_TAG_rvalue_reference_type: return CDWARFTypePointer;
  case DW_TAG_array_type: return CDWARFTypeArray;
  case DW_TAG_structure_type:
  case DW_TAG_class_type: return CDWARFTypeStructure;
  case DW_TAG_union_type: return CDWARFTypeUnion;
  case DW_TAG_enumeration_type: return CDWARFTypeEnumeration;
  case DW_TAG_typedef: return CDWARFTypeAlias;
  case DW_TAG_const_type:
  case DW_TAG_volatile_type:
  case DW_TAG_restrict_type:
  case DW_TAG_atomic_type: return CDWARFTypeQualified;
  case DW_TAG_subroutine_type: return CDWARFTypeFunction;
  default: return CDWARFTypeOther;
  }
}

// What a type adds to another one, as C writes it; nothing if it adds nothing.
const char *qualifier(const DWARFDie &die) {
  switch (die.getTag()) {
  case DW_TAG_const_type: return "const";
  case DW_TAG_volatile_type: return "volatile";
  case DW_TAG_restrict_type: return "restrict";
  case DW_TAG_atomic_type: return "_Atomic";
  default: return "";
  }
}

// The length of a dimension; -1 if it is not a constant.
int64_t length(const DWARFDie &dimension) {
  if (std::optional<uint64_t> count = dwarf::toUnsigned(dimension.find(DW_AT_count)))
    return static_cast<int64_t>(*count);
  if (std::optional<uint64_t> last = dwarf::toUnsigned(dimension.find(DW_AT_upper_bound)))
    return static_cast<int64_t>(*last) + 1;
  return -1;
}

// Calls the handler if an entry is a part of a type.
void visitPart(const DWARFDie &die, CDWARFPartHandler handler, void *user) {
  CDWARFPart part = {name(die), type(die), -1, 0, 0};
  switch (die.getTag()) {
  case DW_TAG_enumerator: {
    std::optional<DWARFFormValue> value = die.find(DW_AT_const_value);
    if (std::optional<int64_t> number = dwarf::toSigned(value)) part.value = *number;
    else if (std::optional<uint64_t> number = dwarf::toUnsigned(value)) part.value = static_cast<int64_t>(*number);
    else return;
    break;
  }
  case DW_TAG_subrange_type: part.value = length(die); break;
  case DW_TAG_member:
  case DW_TAG_inheritance:
    // Static members are no part of the value.
    if (die.find({DW_AT_external, DW_AT_declaration})) return;
    if (std::optional<uint64_t> count = dwarf::toUnsigned(die.find(DW_AT_bit_size))) {
      std::optional<uint64_t> offset = dwarf::toUnsigned(die.find(DW_AT_data_bit_offset));
      if (offset) {
        part.bitOffset = *offset;
        part.bitCount = *count;
        part.value = static_cast<int64_t>(*offset / 8);
      }
    } else if (std::optional<DWARFFormValue> place = die.find(DW_AT_data_member_location)) {
      if (std::optional<uint64_t> offset = dwarf::toUnsigned(place)) part.value = static_cast<int64_t>(*offset);
    } else {
      // Members of unions may leave it out.
      part.value = 0;
    }
    break;
  default: return;
  }
  handler(user, &part);
}

} // namespace

bool CDWARFVisitVariables(CDWARFContext *context, uint64_t address, CDWARFFunction *function,
                          CDWARFVariableHandler handler, void *user) {
  DWARFCompileUnit *unit = context->context->getCompileUnitForCodeAddress(address);
  if (!unit) return false;
  DWARFDie scope = unit->getSubroutineForAddress(address);
  while (scope.isValid() && scope.getTag() != DW_TAG_subprogram) scope = scope.getParent();
  uint64_t section;
  if (!scope.isValid() || !scope.getLowAndHighPC(function->start, function->end, section) ||
      function->end <= function->start)
    return false;
  function->frameLocal = frameLocal(scope);
  function->body = body(context, scope, function->start, function->end);
  // From the function inwards.
  std::vector<DWARFDie> scopes;
  while (scope.isValid()) {
    scopes.push_back(scope);
    DWARFDie inner;
    for (DWARFDie child : children(scope)) {
      bool isScope = child.getTag() == DW_TAG_lexical_block || child.getTag() == DW_TAG_inlined_subroutine;
      if (isScope && child.addressRangeContainsAddress(address)) {
        inner = child;
        break;
      }
    }
    scope = inner;
  }
  uint32_t depth = 0;
  for (size_t index = scopes.size(); index-- > 0;) {
    for (DWARFDie child : children(scopes[index])) visit(child, depth, handler, user);
    if (scopes[index].getTag() == DW_TAG_inlined_subroutine) depth++;
  }
  function->inlineCount = depth;
  return true;
}

void CDWARFVisitGlobals(CDWARFContext *context, CDWARFVariableHandler handler, void *user) {
  for (const std::unique_ptr<DWARFUnit> &unit : context->context->compile_units()) {
    // Namespaces may be nested.
    std::vector<DWARFDie> work = {unit->getUnitDIE(/*ExtractUnitDIEOnly=*/false)};
    while (!work.empty()) {
      DWARFDie scope = work.back();
      work.pop_back();
      if (!scope.isValid()) continue;
      for (DWARFDie child : children(scope)) {
        if (child.getTag() == DW_TAG_namespace) work.push_back(child);
        else visit(child, 0, handler, user);
      }
    }
  }
}

void CDWARFVisitType(CDWARFContext *context, uint64_t id, CDWARFTypeHandler handler, CDWARFPartHandler part,
                     void *user) {
  DWARFDie die = context->context->getDIEForOffset(id);
  if (!die.isValid()) return;
  CDWARFType result = {kind(die), name(die), dwarf::toUnsigned(die.find(DW_AT_byte_size), 0), type(die)};
  if (result.kind == CDWARFTypeQualified) result.name = qualifier(die);
  if (result.kind == CDWARFTypePointer && !result.size) result.size = die.getDwarfUnit()->getAddressByteSize();
  handler(user, &result);
  for (DWARFDie child : children(die)) visitPart(child, part, user);
}
