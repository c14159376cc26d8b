// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.translator;

import com.google.auto.service.AutoService;
import org.dstreambeam.filestream.FileSourceNode;

/**
 * Reads the stream's feed, which lists the directory: its blocks are read by the stages behind it.
 * On a cluster the first split lists it, and all slots read.
 */
@AutoService(NodeTranslator.class)
@SuppressWarnings("rawtypes") // a service is named by its raw type
public final class FileSourceTranslator implements NodeTranslator<FileSourceNode> {

  @Override
  public Class<FileSourceNode> nodeType() {
    return FileSourceNode.class;
  }

  @Override
  public BlockStream translate(FileSourceNode node, TranslationContext context) {
    return SourceTranslation.readElsewhere(node, true, context);
  }
}
