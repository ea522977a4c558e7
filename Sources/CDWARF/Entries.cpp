#include "CDWARFContext.h"

#include "llvm/DebugInfo/DWARF/DWARFAbbreviationDeclaration.h"
#include "llvm/DebugInfo/DWARF/DWARFDebugAbbrev.h"
#include "llvm/DebugInfo/DWARF/DWARFUnit.h"
#include "llvm/Support/DataExtractor.h"

#include <algorithm>
#include <optional>

using namespace llvm;
using namespace llvm::dwarf;

namespace {

// Reads what entries consist of, never beyond the end of their unit.
class Reader {
public:
  Reader(const DWARFUnit &unit)
      : parameters(unit.getFormParams()), data(unit.getDebugInfoExtractor()),
        offset(unit.getOffset() + unit.getHeaderSize()),
        end(std::min<uint64_t>(unit.getNextUnitOffset(), data.size())) {}

  // Whether something is left.
  bool hasMore() const { return offset < end; }

  // A number of variable length; none if it has no end.
  std::optional<uint64_t> number() {
    if (offset >= end) return std::nullopt;
    DataExtractor::Cursor cursor(offset);
    uint64_t value = data.getULEB128(cursor);
    if (!cursor) {
      consumeError(cursor.takeError());
      return std::nullopt;
    }
    offset = cursor.tell();
    return value;
  }

  // Goes behind so many bytes; false if there are not so many.
  bool skip(uint64_t count) {
    if (offset > end || count > end - offset) return false;
    offset += count;
    return true;
  }

  // Goes behind a value; false if it does not end in the unit, or nothing is known of its form.
  bool skip(Form form) {
    while (form == DW_FORM_indirect) {
      std::optional<uint64_t> number = this->number();
      if (!number || *number > UINT16_MAX) return false;
      form = static_cast<Form>(*number);
    }
    if (std::optional<uint8_t> size = getFixedFormByteSize(form, parameters)) return skip(*size);
    switch (form) {
    case DW_FORM_block1: return block(1);
    case DW_FORM_block2: return block(2);
    case DW_FORM_block4: return block(4);
    case DW_FORM_block:
    case DW_FORM_exprloc: {
      std::optional<uint64_t> count = number();
      return count && skip(*count);
    }
    case DW_FORM_string: {
      StringRef rest = data.getData().slice(offset, end);
      size_t length = rest.find('\0');
      return length != StringRef::npos && skip(length + 1);
    }
    case DW_FORM_LLVM_addrx_offset: return number() && skip(4);
    default: return isNumber(form) && number();
    }
  }

private:
  // Whether a value is a number of variable length.
  static bool isNumber(Form form) {
    switch (form) {
    case DW_FORM_sdata:
    case DW_FORM_udata:
    case DW_FORM_ref_udata:
    case DW_FORM_strx:
    case DW_FORM_addrx:
    case DW_FORM_loclistx:
    case DW_FORM_rnglistx:
    case DW_FORM_GNU_addr_index:
    case DW_FORM_GNU_str_index: return true;
    default: return false;
    }
  }

  // Goes behind bytes whose number is in front of them.
  bool block(uint32_t size) {
    if (offset > end || size > end - offset) return false;
    return skip(data.getUnsigned(&offset, size));
  }

  FormParams parameters;
  DWARFDataExtractor data;
  uint64_t offset;
  uint64_t end;
};

// Whether the entries of a unit are inside of it.
bool isInside(const DWARFUnit &unit) {
  const DWARFAbbreviationDeclarationSet *abbreviations = unit.getAbbreviations();
  if (!abbreviations) return false;
  Reader reader(unit);
  uint64_t depth = 0;
  do {
    // Units whose last entries have no end are common, and LLVM takes them.
    if (!reader.hasMore()) return true;
    std::optional<uint64_t> code = reader.number();
    if (!code || *code > UINT32_MAX) return false;
    if (*code == 0) {
      if (depth > 0) depth--;
      continue;
    }
    const DWARFAbbreviationDeclaration *abbreviation =
        abbreviations->getAbbreviationDeclaration(static_cast<uint32_t>(*code));
    if (!abbreviation) return false;
    for (const DWARFAbbreviationDeclaration::AttributeSpec &attribute : abbreviation->attributes())
      if (!attribute.isImplicitConst() && !reader.skip(attribute.Form)) return false;
    if (abbreviation->hasChildren()) depth++;
  } while (depth > 0);
  return true;
}

} // namespace

bool entriesAreInside(DWARFContext &context) {
  for (const std::unique_ptr<DWARFUnit> &unit : context.normal_units())
    if (!isInside(*unit)) return false;
  return true;
}
