/** The portal's components: React Aria's behaviour and accessibility, our looks. Pages use these and no others. */
export * from './basics';
export * from './controls';
export * from './states';
export * from './time';
export * from './toast';
export * from './Paged';
export * from './FileField';
export * from './script';
