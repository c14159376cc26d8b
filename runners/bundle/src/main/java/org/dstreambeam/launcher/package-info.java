/**
 * The submit command: runs a compiled application, unchanged, on this library.
 *
 * <pre>
 *   arguments --Submit--> Application --ApplicationClassLoader--> main(String[])
 *                 |                     (this library, then the application's jars)
 *                 |
 *                 +-- --master, --runner, --name, --conf --> SubmittedConf, which wins over what the
 *                                                            code sets
 * </pre>
 *
 * What the user got wrong is told in one line and ends with exit code 2; what the application got
 * wrong is its own exception and ends with exit code 1, as does a program that the library cannot
 * start, told in one line. Standard output belongs to the application.
 */
@NullMarked
package org.dstreambeam.launcher;

import org.jspecify.annotations.NullMarked;
