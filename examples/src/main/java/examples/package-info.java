/** One runnable class for each chapter section. */
@NullMarked
package examples;

import org.jspecify.annotations.NullMarked;
