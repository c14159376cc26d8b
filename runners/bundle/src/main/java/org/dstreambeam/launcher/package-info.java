/**
 * The submit command: runs a compiled application, unchanged, on this library.
 *
 * <pre>
 *   arguments --Submit--> Application --ApplicationClassLoader--> main(String[])
 *                 |
 *                 +-- --master, --name, --conf --> SubmittedConf, which wins over what the code sets
 * </pre>
 *
 * What the user got wrong is told in one line and ends with exit code 2; what the application got
 * wrong is its own exception and ends with exit code 1. Standard output belongs to the application.
 */
@NullMarked
package org.dstreambeam.launcher;

import org.jspecify.annotations.NullMarked;
