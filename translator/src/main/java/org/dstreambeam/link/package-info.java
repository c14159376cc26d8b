/**
 * The link between a program's own JVM, which a person attached to a terminal, and the TaskManagers
 * that run the program.
 *
 * <pre>
 *   program's JVM                                       TaskManager 1..n
 *   LinkServer  <--- completed, printed, report, accumulators ---  LinkClient
 *               ---- stopReceiving, finishAfter ----------------->
 * </pre>
 *
 * <p>The address and a random token travel with the program. Both sides prove that they know the
 * token before either says or reads anything else, so that neither a stranger who finds the port
 * nor one who takes it over later gets in; what is said then is not encrypted.
 *
 * <p><b>The program does not depend on the link.</b> What a TaskManager has to say waits in a
 * bounded queue and is dropped when nobody takes it; nothing that runs a batch ever waits. What is
 * a state rather than an event is told again after a break: which batch is done, the values of
 * accumulators, and whether and after which batch to end.
 */
@NullMarked
package org.dstreambeam.link;

import org.jspecify.annotations.NullMarked;
