#include "CDWARFContext.h"

#include "llvm/DebugInfo/DIContext.h"
#include "llvm/Support/Error.h"

CDWARFContext *CDWARFCreate(void) { return new CDWARFContext; }

void CDWARFAddSection(CDWARFContext *context, const char *name, const uint8_t *bytes, size_t count) {
  llvm::StringRef key(name);
  // LLVM looks sections up without their leading dot.
  key.consume_front(".");
  context->sections[key] =
      llvm::MemoryBuffer::getMemBufferCopy({reinterpret_cast<const char *>(bytes), count}, key);
}

void CDWARFLoad(CDWARFContext *context) {
  auto count_error = [context](llvm::Error error) {
    context->errors++;
    llvm::consumeError(std::move(error));
  };
  auto load = [&] {
    context->context = llvm::DWARFContext::create(context->sections, /*AddrSize=*/4, /*isLittleEndian=*/true,
                                                  count_error, count_error);
  };
  load();
  if (entriesAreInside(*context->context)) return;
  context->errors++;
  context->context.reset();
  context->sections.clear();
  load();
}

void CDWARFDispose(CDWARFContext *context) { delete context; }

uint64_t CDWARFErrorCount(const CDWARFContext *context) { return context->errors; }

void CDWARFVisitFrames(CDWARFContext *context, uint64_t address, CDWARFFrameHandler handler, void *user) {
  using Kind = llvm::DILineInfoSpecifier::FileLineInfoKind;
  llvm::DILineInfoSpecifier specifier(Kind::AbsoluteFilePath, llvm::DINameKind::ShortName);
  llvm::DIInliningInfo info = context->context->getInliningInfoForAddress(
      {address, llvm::object::SectionedAddress::UndefSection}, specifier);
  for (uint32_t index = 0; index < info.getNumberOfFrames(); index++) {
    const llvm::DILineInfo &frame = info.getFrame(index);
    auto known = [](const std::string &text) { return text == llvm::DILineInfo::BadString ? "" : text.c_str(); };
    handler(user, known(frame.FunctionName), known(frame.FileName), frame.Line, frame.Column);
  }
}
