/** The Java of the pages in docs/guide, each file a test that runs what its page shows. */
@org.jspecify.annotations.NullMarked
package keras.guide;
